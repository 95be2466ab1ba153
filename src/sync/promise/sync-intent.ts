import type { Side } from '../../incident/side.ts';
import { PRIORITY } from '../intent.ts';
import type { NewIntent, Work } from '../intent.ts';
import type { Link } from '../link.ts';
import { isCounted } from './count-decisions.ts';
import type { Taking } from './taking.ts';

/** An intent the sync has on its own account: it carries a change. */
export function syncIntent(link: Link, side: Side, work: Work, rule: string, taking: Taking): NewIntent {
  return {
    link: link.number,
    side,
    work,
    rule,
    cause: 'sync',
    actionId: null,
    actedAt: null,
    priority: PRIORITY.carry,
    passage: isCounted({ work, rule }) ? 'uncounted' : 'counted',
    ...taking,
  };
}
