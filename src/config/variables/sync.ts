import { z } from 'zod';
import { about } from '../about.ts';
import { conflictPolicy, CONFLICT_POLICY_ACCEPTED } from '../conflict-policy.ts';
import * as values from '../values.ts';

const group = 'Sync';

/** How two places are kept the same. */
export const syncVariables = {
  SYNC_MODE: z
    .enum(['auto', 'bridge', 'native', 'observe'])
    .default('auto')
    .register(about, {
      group,
      summary:
        'Who carries changes across. `bridge`: Dragoman creates the Sentinel twin and carries every field. `native`: ' +
        "Microsoft's own sync does, and Dragoman watches it. `observe`: nothing is written. `auto` looks which one fits.",
      accepted: 'auto, bridge, native or observe',
      default: 'auto',
    }),
  SYNC_START: z.enum(['rehearse', 'go']).default('rehearse').register(about, {
    group,
    summary: 'Whether a new connection first only reports, until an admin says `sync go`, or writes at once.',
    accepted: 'rehearse or go',
    default: 'rehearse',
  }),
  SYNC_SINCE: values.duration.prefault('P7D').register(about, {
    group,
    summary: 'How far back the first cycle looks.',
    accepted: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as P7D or PT12H',
    default: 'P7D',
  }),
  POLL_INTERVAL_SECONDS: values.wholeNumber(60, 86_400).prefault('300').register(about, {
    group,
    summary: 'Pause between two cycles.',
    accepted: 'a whole number from 60 to 86400',
    default: '300',
  }),
  FULL_COMPARISON: values.cronExpression.default('17 3 * * *').register(about, {
    group,
    summary: 'When all open incidents are compared, in TIMEZONE.',
    accepted: 'a cron expression, such as 17 3 * * *',
    default: '17 3 * * *',
  }),
  MIN_SEVERITY: z.enum(['informational', 'low', 'medium', 'high']).default('informational').register(about, {
    group,
    summary: 'Less severe Defender incidents are not linked; once linked, always synced.',
    accepted: 'informational, low, medium or high',
    default: 'informational',
  }),
  CONFLICT_POLICY: conflictPolicy.prefault('newest').register(about, {
    group,
    summary:
      'Who wins when both sides changed a field differently: the later change, always one side, or whoever is asked.',
    accepted: CONFLICT_POLICY_ACCEPTED,
    default: 'newest',
  }),
  CLOCK_SKEW_SECONDS: values.wholeNumber(0, 300).prefault('5').register(about, {
    group,
    summary: 'Changes on the two sides closer together than this are a tie, which Sentinel wins.',
    accepted: 'a whole number from 0 to 300',
    default: '5',
  }),
  MASS_CHANGE_LIMIT: values.wholeNumber(1, 100_000).prefault('50').register(about, {
    group,
    summary: 'More observed changes than this in one cycle wait until an admin says `sync go`.',
    accepted: 'a whole number from 1 to 100000',
    default: '50',
  }),
  NATIVE_DEADLINE_SECONDS: values.wholeNumber(1, 86_400).prefault('900').register(about, {
    group,
    summary: "How long Microsoft's own sync has to carry a change in `native` mode before it counts as drift.",
    accepted: 'a whole number from 1 to 86400',
    default: '900',
  }),
  DRIFT_REPAIR: z.enum(['click', 'auto']).default('click').register(about, {
    group,
    summary: 'Whether such drift is repaired when somebody clicks, or by itself (comments by a click only).',
    accepted: 'click or auto',
    default: 'click',
  }),
  COMMENT_MAX_LENGTH: values.wholeNumber(100, 30_000).prefault('1000').register(about, {
    group,
    summary: 'Longer comments are carried in numbered parts.',
    accepted: 'a whole number from 100 to 30000',
    default: '1000',
  }),
  QUOTA_PER_MINUTE: values.wholeNumber(10, 100_000).prefault('1000').register(about, {
    group,
    summary: 'Most requests a minute on behalf of one tenant.',
    accepted: 'a whole number from 10 to 100000',
    default: '1000',
  }),
  REQUEST_TIMEOUT_SECONDS: values.wholeNumber(1, 300).prefault('15').register(about, {
    group,
    summary: 'How long one remote request may take.',
    accepted: 'a whole number from 1 to 300',
    default: '15',
  }),
  HUNT_DAYS: values.wholeNumber(1, 30).prefault('7').register(about, {
    group,
    summary: 'How many of the last days `hunt` looks at.',
    accepted: 'a whole number from 1 to 30',
    default: '7',
  }),
  HUNT_TIMEOUT_SECONDS: values.wholeNumber(1, 300).prefault('60').register(about, {
    group,
    summary: 'How long one query of `hunt` may take; Defender ends it after three minutes.',
    accepted: 'a whole number from 1 to 300',
    default: '60',
  }),

  RULES_FILE: z.string().optional().register(about, {
    group,
    summary: 'Automation rules: when this, set that.',
    accepted: 'the path of a JSON file (docs/contracts/rules.md)',
  }),
  PEOPLE_FILE: z.string().optional().register(about, {
    group,
    summary: 'Who is who in several tenants: see docs/contracts/people-file.md.',
    accepted: 'the path of a JSON file',
  }),
};
