/** One request a simulator saw, as tests and the demo page read it. */
export interface RequestRecord {
  /** ISO 8601, of the real clock. */
  at: string;
  method: string;
  /** As sent: still percent-encoded. */
  path: string;
  /** Without the question mark; empty if there was none. */
  query: string;
  /** 0: the connection was broken, or no answer was given yet. */
  status: number;
  /** The fault that was switched on for it. */
  fault?: string;
  /** Set with status 500: the simulator itself broke. */
  crash?: string;
}

/** How many requests a log keeps; older ones fall out. */
export const REQUEST_LOG_LENGTH = 20_000;
