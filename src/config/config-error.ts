/** One thing that is wrong with the environment. */
export interface ConfigFault {
  variable: string;
  /** What was found, secrets left out. */
  found: string;
  accepted: string;
}

/** The environment does not describe something that can be started. Names every fault at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ variable, found, accepted }) => `  ${variable}: found ${found}; accepted: ${accepted}`);
    super(`The configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}
