import type { ClockReading } from '../../azure/observe-clocks.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';

/** What Entra and the Bot Framework forgive when they check the times of a token. */
const TOKEN_TOLERANCE_SECONDS = 300;

/** Whether the services' clocks and ours agree, by the answers to the other checks. */
export function clockCheck(readings: () => ClockReading[], clockSkewSeconds: number): Check {
  return {
    name: 'clock',
    subject: 'this machine',
    connection: null,
    async run() {
      const all = readings();
      const [worst] = all.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
      if (worst === undefined)
        return warning(
          'no service answered, so there is no clock to compare with',
          'Correct the other findings first.',
        );
      const seconds = Math.abs(worst.aheadMs) / 1000;
      if (seconds <= clockSkewSeconds)
        return ok(`within ${clockSkewSeconds} s of ${all.map(({ host }) => host).join(', ')}`);
      const found = `${seconds.toFixed(0)} s ${worst.aheadMs > 0 ? 'behind' : 'ahead of'} ${worst.host}`;
      const advice = 'Let this machine follow a time server (NTP).';
      if (seconds > TOKEN_TOLERANCE_SECONDS) return failed(`${found}; tokens are refused`, advice);
      return warning(`${found}, which is more than CLOCK_SKEW_SECONDS (${clockSkewSeconds})`, advice);
    },
  };
}
