import { setImmediate } from 'node:timers/promises';

/** The methods of a port that make one request. */
type Request<P> = { [K in keyof P]: P[K] extends (...parameters: never[]) => Promise<unknown> ? K : never }[keyof P];

/**
 * Keeps the next request of one kind waiting until `release`: `before` it is carried out, or `after` it, with the
 * answer on its way back. `arrived` resolves when it waits.
 */
export function holdNext<P extends object>(
  port: P,
  name: Request<P>,
  when: 'before' | 'after' = 'after',
): { arrived: Promise<void>; release(): void } {
  const original = port[name];
  const send = original as (...parameters: unknown[]) => Promise<unknown>;
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const wait = () => {
    arrived.resolve();
    return released.promise;
  };
  const held = async (...parameters: unknown[]) => {
    port[name] = original;
    if (when === 'before') await wait();
    const answer = await send(...parameters);
    if (when === 'after') await wait();
    return answer;
  };
  port[name] = held as P[Request<P>];
  return { arrived: arrived.promise, release: released.resolve };
}

/** Lets everything go on that waits for nothing but other promises. No time passes on the fake clock. */
export async function letRun(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
}
