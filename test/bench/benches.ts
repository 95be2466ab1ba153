import type { Bench } from './figure.ts';
import { chatBench } from './chat/chat-bench.ts';
import { digestBench } from './digest-bench.ts';
import { syncBench } from './sync/sync-bench.ts';

/** Everything `npm run bench -- <name>` can measure, by name. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  sync: (report) => syncBench(report),
  chat: (report) => chatBench(report),
  digest: (report) => digestBench(report),
};

/**
 * The benches a command line asks for; none named: all.
 * Returns a sentence for people where a name is unknown.
 */
export function chooseBenches(names: readonly string[]): Bench[] | string {
  const chosen = names.length === 0 ? Object.keys(BENCHES) : names;
  const unknown = chosen.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0)
    return `bench: found ${unknown.map((name) => JSON.stringify(name)).join(', ')}; accepted is ${Object.keys(BENCHES).join(', ')}, or nothing for all of them`;
  return chosen.map((name) => BENCHES[name]!);
}
