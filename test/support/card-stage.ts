import type { DialogAnswer } from '../../src/simulator/teams/dialog.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';
import { startChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';
import { aClosedView, aView } from './views.ts';

export type { ChatWorld };

/**
 * A bound channel for the tests of one file: Ana is admin, Raj a responder, Mira a viewer, Jo a lead. `stage.world` is
 * there once the tests run.
 */
export function setCardStage() {
  let world: ChatWorld | undefined;
  let nextNumber = 100;

  beforeAll(async () => {
    world = await startChatWorld();
    const { people, grant, teams, channel } = world;
    await grant(people.raj, 'responder');
    await grant(people.mira, 'viewer');
    await grant(people.jo, 'lead');
    await world.answerTo(await teams.say(people.ana, channel, 'bind'));
    teams.limits.enabled = false;
  }, 30_000);
  afterAll(() => world?.stop());

  return {
    get world(): ChatWorld {
      return world!;
    },
    /** A fresh incident, shown in the channel; returns its message. */
    async shown(view: Partial<IncidentView> = {}) {
      const { desk, teams, people, channel, answerTo } = world!;
      const number = (nextNumber += 1);
      const base = view.state?.status === 'closed' ? aClosedView : aView;
      desk.add(base({ severity: 'medium', ...view, number, announced: false }));
      const said = await teams.say(people.ana, channel, `show #${number}`);
      return { number, message: await answerTo(said) };
    },
    lastAsk: () => world!.desk.acted.at(-1)?.ask,
    auditedLast: () => world!.desk.rows.at(-1),
  };
}

/** The form a person got; throws when they got something else. */
export function formOf(answer: DialogAnswer) {
  if (answer.outcome.kind !== 'form') throw new Error(JSON.stringify(answer.body));
  return answer.outcome.dialog;
}

/** The button of a card that carries this verb, as it stands there. */
export function buttonNamed(card: Record<string, unknown>, verb: string): { data: Record<string, unknown> } {
  let found: { data: Record<string, unknown> } | undefined;
  JSON.stringify(card, (_key, value: unknown) => {
    const one = value as { type?: string; data?: { verb?: string } } | null;
    if (one?.type?.startsWith('Action.') === true && one.data?.verb === verb) found ??= value as typeof found;
    return value;
  });
  if (found === undefined) throw new Error(`no button ${verb}`);
  return found;
}
