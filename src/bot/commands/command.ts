import type { IncidentData } from '../../cards/card-data.ts';
import type { Role } from '../../sync/ports/chat-records.ts';
import type { Caller } from '../authorise.ts';
import type { Reply } from '../reply.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import type { Typed, Word } from '../words.ts';

/** A command somebody typed, once they may use it here. */
export interface Call {
  services: Services;
  turn: Turn;
  caller: Caller;
}

/** What was typed after the command's name. */
export interface Args {
  words: readonly Word[];
  /** Everything from the word at `index` on, as it was typed. */
  textFrom(index: number): string;
}

export type Run = (call: Call) => Promise<Reply>;

/** One row of the command table. */
export interface Command {
  /** One or two words, lower case. */
  name: string;
  usage: string;
  /** The verb of the incident card that does the same, and audits it: rows about either have one name. */
  verb?: Exclude<IncidentData['verb'], 'refresh'>;
  /** The least role; null: anybody the bot serves. */
  role: Role | null;
  summary: string;
  /** Its answer tells of incidents, so it is given only where they may be told. */
  discloses: boolean;
  /** What to do about the arguments; null when they are not those of `usage`. */
  parse(args: Args): Run | null;
}

/** The arguments of a command whose name took `skip` words. */
export function argsOf({ text, words }: Typed, skip: number): Args {
  const rest = words.slice(skip);
  return {
    words: rest,
    textFrom(index) {
      const word = rest[index];
      return word === undefined ? '' : text.slice(word.start).trim();
    },
  };
}
