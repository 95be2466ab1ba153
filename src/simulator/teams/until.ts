/** Something that tells when it changed. */
export interface Observable {
  onChange(listener: () => void): () => void;
}

/**
 * Waits until `find` gives a value other than undefined, null or false, looking again after every change of any source.
 * Rejects with `what` after `timeoutMs` of real time.
 */
export function until<T>(
  sources: Observable[],
  find: () => T | undefined | null | false,
  options: { timeoutMs?: number; what?: string } = {},
): Promise<T> {
  const { timeoutMs = 10_000, what = 'what was waited for' } = options;
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      finish();
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error(`${what}: did not happen within ${timeoutMs} ms`))),
      timeoutMs,
    );
    const look = () => {
      try {
        const found = find();
        if (found !== undefined && found !== null && found !== false) settle(() => resolve(found));
      } catch (error) {
        settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    for (const source of sources) stops.push(source.onChange(look));
    look();
  });
}
