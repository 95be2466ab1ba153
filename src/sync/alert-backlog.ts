import type { SyncContext } from './context.ts';
import { createAlertReader } from './observe/alert-reader.ts';
import type { OnChanged } from './observe/take-in.ts';
import type { Unreadable } from './ports/desk.ts';
import type { Writer } from './write/writer.ts';

/** How long `sync now` waits for a backlog of alerts, when all else is written. */
const PATIENCE_MILLISECONDS = 30_000;

/** Reads the alerts that are due. What is read is decided on and promised by whoever asked. */
export interface AlertBacklog {
  /** Incidents whose alerts Defender was asked for, since the process started. */
  readonly reads: number;
  /** Incidents whose alerts could not be read. */
  readonly unreadable: Unreadable[];
  /** Reads a portion. Returns what went wrong, in words for people. */
  read(onChanged: OnChanged): Promise<string[]>;
  /**
   * Reads and promises the rest in portions, each when what went before it is written and nobody looks at the sides, as
   * long as there is any, and quota and time for it. Whoever asks while that goes on waits for the same end.
   */
  workOff(): Promise<void>;
}

export interface AlertBacklogParts {
  context: SyncContext;
  writer: Writer;
  /** Does the work when nobody looks at the sides; not at all where the process is stopping. */
  inTurn<T>(work: () => Promise<T>): Promise<T | null>;
  /** Decides and promises. Returns of how many incidents the alerts are promised. */
  decide(): Promise<number>;
  changed(numbers: number[]): void;
}

export function createAlertBacklog({ context, writer, inTurn, decide, changed }: AlertBacklogParts): AlertBacklog {
  const reader = createAlertReader(context);
  let reads = 0;
  let working: Promise<void> | null = null;

  async function read(onChanged: OnChanged): Promise<string[]> {
    const portion = await reader.readDue(onChanged);
    reads += portion.reads;
    return portion.faults;
  }

  /** Whether there was anything left. */
  async function workOffPortion(): Promise<boolean> {
    const [before, numbers] = [reads, new Set<number>()];
    await read((number) => numbers.add(number));
    const promised = await decide();
    if (numbers.size > 0) changed([...numbers]);
    return reads > before || promised > 0;
  }

  async function workOffPortions(): Promise<void> {
    const until = context.clock.now().getTime() + PATIENCE_MILLISECONDS;
    while (context.clock.now().getTime() < until) {
      if ((await inTurn(workOffPortion)) !== true) return;
      await writer.drainDue();
    }
  }

  return {
    get reads() {
      return reads;
    },
    get unreadable() {
      return reader.unreadable;
    },
    read,
    workOff() {
      working ??= workOffPortions().finally(() => {
        working = null;
      });
      return working;
    },
  };
}
