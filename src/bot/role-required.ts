import type { Caller } from './authorise.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';

const UNREAD =
  'Which Entra groups you are in could not be read just now, so a role may be missing: try again in a minute.';

/** Somebody lacks a role; `text` says which, in markdown. */
export function roleRequired({ isComplete }: Pick<Caller, 'isComplete'>, text: string): Refusal {
  return refusal('role_required', isComplete ? text : `${text} ${UNREAD}`);
}
