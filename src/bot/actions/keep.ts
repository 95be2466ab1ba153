import type { Side } from '../../incident/side.ts';
import { refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** One tap: of a field both sides changed, this side's value stands. */
export function keep(side: Side): IncidentAction {
  return {
    understand: ({ data: { field } }) =>
      field === undefined ? { refusal: refusal('malformed') } : { ask: { kind: 'keep', field, side } },
  };
}
