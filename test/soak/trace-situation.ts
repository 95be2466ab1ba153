import type { Incident } from '../../src/incident/incident.ts';
import { SIDES } from '../../src/incident/side.ts';
import type { Intent } from '../../src/sync/intent.ts';
import { heldOn } from '../support/model/play.ts';
import type { Situation } from '../support/model/situation.ts';

type Say = (line: string) => void;

const WRITES = ['update', 'create', 'addComment', 'putComment', 'putBookmark'];

/** Says every write from here on, and after each step what everybody holds. */
export function traceSituation(situation: Situation, say: Say): void {
  const { clock, sides } = situation.world;
  const told = (line: string) => say(`    ${clock.now().toISOString().slice(11, 23)} ${line}`);
  for (const side of SIDES) followWrites(side, sides[side], told);
  situation.followers.push(async (step) => {
    say(`STEP ${JSON.stringify(step)}`);
    for (const id of situation.ids) await tell(situation, id, told);
  });
  situation.inTheEnd = async () => {
    say('QUIET');
    for (const id of situation.ids) await tell(situation, id, told);
    for (const { at, actor, action, outcome, detail } of await situation.world.audit())
      say(`AUDIT ${at.slice(11, 23)} ${actor.kind} ${action} ${outcome} ${JSON.stringify(detail)}`);
  };
}

function followWrites(side: string, port: object, say: Say): void {
  const methods = port as Record<string, (...parameters: unknown[]) => Promise<unknown>>;
  for (const name of WRITES) {
    const send = methods[name];
    if (send === undefined) continue;
    methods[name] = async (...parameters) => {
      const asked = `${side} ${name} ${JSON.stringify(parameters.slice(0, 3))}`;
      try {
        const answer = await send(...parameters);
        say(`${asked} -> ${(answer as { outcome?: string } | undefined)?.outcome ?? 'done'}`);
        return answer;
      } catch (error) {
        say(`${asked} -> ${String(error)}`);
        throw error;
      }
    };
  }
}

async function tell(situation: Situation, id: string, say: Say): Promise<void> {
  const { store, context } = situation.world;
  for (const side of SIDES) say(`${id} ${side} holds ${values(heldOn(situation, side, id)?.incident)}`);
  const link = await store.sync.linkById(context.connectionId, 'defender', id);
  if (link === null) return;
  say(`${id} base ${JSON.stringify(link.base)} (${link.standing})`);
  for (const side of SIDES) say(`${id} ${side} is known as ${values(link[side]?.observation.incident)}`);
  const intents = [...(await store.sync.wantedIntents(link.number)), ...(await store.sync.deadIntents(link.number))];
  for (const intent of intents) say(`${id} ${describe(intent)}`);
}

function values(incident: Incident | undefined): string {
  if (incident === undefined) return 'nothing';
  const { state, severity, owner, tags, modifiedAt } = incident;
  const { status, classification, determination, reason, note } = state;
  const told = [status, classification, determination, reason, note, severity, owner?.upn ?? owner, tags];
  return `${JSON.stringify(told)} at ${modifiedAt.slice(11)}`;
}

function describe({ state, side, rule, work, error }: Intent): string {
  return `${state} ${side} ${rule} ${JSON.stringify(work)} ${error ?? ''}`;
}
