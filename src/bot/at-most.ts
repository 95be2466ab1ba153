import type { Clock } from '../sync/ports/clock.ts';

/** Waits for the work, but no longer than this; it goes on by itself then. Rejects as the work does meanwhile. */
export async function atMost(clock: Clock, milliseconds: number, work: Promise<unknown>): Promise<void> {
  let cancel: () => void = () => undefined;
  const patience = new Promise<void>((resolve) => (cancel = clock.after(milliseconds, resolve)));
  try {
    await Promise.race([work, patience]);
  } finally {
    cancel();
  }
}
