import { auditOfIntent } from './audit-row.ts';
import type { Intent } from './intent.ts';
import type { Records } from './ports/records.ts';

/**
 * Takes a promise back because something newer stands in its place. What a person or a rule asked for does not vanish
 * so: a row of the audit says why.
 */
export async function replaceIntent(records: Records, intent: Intent, at: string, reason: string): Promise<void> {
  await records.saveIntent({ ...intent, state: 'superseded', settledAt: at });
  if (intent.cause !== 'sync' && intent.state !== 'dead')
    await records.appendAudit(auditOfIntent(intent, at, 'replaced', { reason }));
}
