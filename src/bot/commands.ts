import { assign } from './commands/assign.ts';
import { bind } from './commands/bind.ts';
import { bulkAssign } from './commands/bulk-assign.ts';
import { bulkClose } from './commands/bulk-close.ts';
import { close } from './commands/close.ts';
import type { Command } from './commands/command.ts';
import { comment } from './commands/comment.ts';
import { digest } from './commands/digest.ts';
import { drift } from './commands/drift.ts';
import { find } from './commands/find.ts';
import { grant } from './commands/grant.ts';
import { handoff } from './commands/handoff.ts';
import { helpCommand } from './commands/help.ts';
import { hunt } from './commands/hunt.ts';
import { mine } from './commands/mine.ts';
import { oncall } from './commands/oncall.ts';
import { oncallSet } from './commands/oncall-set.ts';
import { open } from './commands/open.ts';
import { reopen } from './commands/reopen.ts';
import { revoke } from './commands/revoke.ts';
import { roles } from './commands/roles.ts';
import { severity } from './commands/severity.ts';
import { show } from './commands/show.ts';
import { snooze } from './commands/snooze.ts';
import { status } from './commands/status.ts';
import { syncNow } from './commands/sync-now.ts';
import { syncOrder } from './commands/sync-order.ts';
import { syncRetry } from './commands/sync-retry.ts';
import { syncStatus } from './commands/sync-status.ts';
import { tag } from './commands/tag.ts';
import { unassign } from './commands/unassign.ts';
import { unbind } from './commands/unbind.ts';
import { undo } from './commands/undo.ts';

/** The one command table: parser, help, permissions and the app's command list are made from it. */
export const COMMANDS: readonly Command[] = [
  helpCommand(() => COMMANDS),
  open,
  mine,
  find,
  show,
  assign,
  unassign,
  handoff,
  tag,
  comment,
  status,
  close,
  reopen,
  bulkAssign,
  bulkClose,
  severity,
  undo,
  snooze,
  hunt,
  oncallSet,
  oncall,
  drift,
  digest,
  syncStatus,
  syncNow,
  syncOrder('pause'),
  syncOrder('resume'),
  syncOrder('go'),
  syncRetry,
  bind,
  unbind,
  grant,
  revoke,
  roles,
];
