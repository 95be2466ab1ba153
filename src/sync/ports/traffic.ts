/** Requests made to the two systems, retries included; tokens and people look-ups are not counted. */
export interface Traffic {
  reads: number;
  writes: number;
}

/** Counts the requests of one connection. */
export interface TrafficMeter {
  readonly traffic: Readonly<Traffic>;
  count(kind: keyof Traffic): void;
}

/** A meter that starts at nothing. */
export function createTrafficMeter(): TrafficMeter {
  const traffic: Traffic = { reads: 0, writes: 0 };
  return {
    traffic,
    count(kind) {
      traffic[kind] += 1;
    },
  };
}
