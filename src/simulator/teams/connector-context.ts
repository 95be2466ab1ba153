import type { MessageIds } from './ids.ts';
import type { RateLimits } from './rate-limits.ts';
import type { TeamsState } from './teams-state.ts';

/** What the connector's operations work with. */
export interface ConnectorContext {
  state: TeamsState;
  ids: MessageIds;
  limits: RateLimits;
  now: () => number;
}
