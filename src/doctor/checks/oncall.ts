import { ok, warning } from '../check.ts';
import type { Check, Finding } from '../check.ts';

/** Whose turn the rota says it is. Times in milliseconds since 1970. */
export interface RotaView {
  /** Null where it is nobody's. */
  turn: { name: string; until: number } | null;
  /** When the next turn begins; null where none is known. */
  nextAt: number | null;
}

const SOON_MILLISECONDS = 7 * 86_400_000;
const ADVICE = 'Add turns to ONCALL_FILE. Where nobody is on call, only the lead is told.';

/** Whether somebody is on call, and will be in a week. What an admin said in chat is not counted. */
export function oncallCheck(look: () => RotaView, now: () => Date): Check {
  return { name: 'oncall', subject: 'ONCALL_FILE', connection: null, run: async () => judge(look(), now().getTime()) };
}

function judge({ turn, nextAt }: RotaView, now: number): Finding {
  const at = (time: number) => new Date(time).toISOString();
  if (turn === null) {
    const until = nextAt === null ? '' : ` until ${at(nextAt)}`;
    return warning(`nobody is on call${until}`, ADVICE);
  }
  if (!Number.isFinite(turn.until)) return ok(`${turn.name} is on call`);
  const found = `${turn.name} is on call until ${at(turn.until)}`;
  const isCovered = nextAt !== null && nextAt <= turn.until;
  if (isCovered || turn.until - now > SOON_MILLISECONDS) return ok(found);
  return warning(`${found}, and nobody after that${nextAt === null ? '' : ` until ${at(nextAt)}`}`, ADVICE);
}
