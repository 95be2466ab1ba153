import { ok, warning } from '../check.ts';
import type { Check, Finding } from '../check.ts';

/** Whether somebody of the rota can be written to, as far as can be told without writing. */
export interface PersonReach {
  name: string;
  /** `open`: they can. `closed`: not as things are. `unknown`: Teams could not be asked. */
  outcome: 'open' | 'closed' | 'unknown';
  /** Why not, in words for people; null where they can be. */
  reason: string | null;
}

const ADVICE =
  'Put the app into a team they are in and say "bind" in a channel of it, or install it for them. Until then they are ' +
  'only mentioned in threads, and the lead is told at once.';

/** Whom of the rota the bot cannot write to. The rosters of where the bot is are asked; no chat is opened. */
export function oncallPeopleCheck(look: () => Promise<PersonReach[]>): Check {
  return {
    name: 'oncall.people',
    subject: 'ONCALL_FILE',
    connection: null,
    async run() {
      try {
        return judge(await look());
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return warning(`who can be written to cannot be told: ${why}`, 'Start the bot once, then ask again.');
      }
    },
  };
}

function judge(people: readonly PersonReach[]): Finding {
  const sayOf = (outcome: PersonReach['outcome']) =>
    people.filter((one) => one.outcome === outcome).map(({ name, reason }) => `${name} (${reason})`);
  const [closed, unknown] = [sayOf('closed'), sayOf('unknown')];
  if (closed.length > 0) return warning(`cannot be written to: ${closed.join('; ')}`, ADVICE);
  if (unknown.length > 0) return warning(`Teams could not be asked about ${unknown.join('; ')}`, 'Ask again later.');
  return ok(`all ${people.length} people of the rota can be written to, as far as rosters tell`);
}
