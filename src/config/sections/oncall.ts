import type { ConfigFault } from '../config-error.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';

/** What a paging system needs besides its address, and what means nothing without it. */
export function checkPaging(known: Partial<Environment>): ConfigFault[] {
  const { PAGING_WEBHOOK_URL: url, PAGING_FORMAT: format, DEV_NO_AUTH: isDevelopment } = known;
  const fault = (variable: string, accepted: string) => ({ variable, found: 'nothing', accepted });
  if (url === undefined) {
    const isOrphan = known.PAGING_WEBHOOK_SECRET !== undefined || known.PAGING_ROUTING_KEY !== undefined;
    return isOrphan ? [fault('PAGING_WEBHOOK_URL', 'an https URL while there is a secret for it')] : [];
  }
  const faults: ConfigFault[] = [];
  if (url.reveal().startsWith('http:') && isDevelopment !== true)
    faults.push({ variable: 'PAGING_WEBHOOK_URL', found: 'an http URL', accepted: 'an https URL' });
  if (known.PAGING_WEBHOOK_SECRET === undefined)
    faults.push(fault('PAGING_WEBHOOK_SECRET', 'a secret of at least 16 characters while PAGING_WEBHOOK_URL is set'));
  if (format === 'pagerduty' && known.PAGING_ROUTING_KEY === undefined)
    faults.push(fault('PAGING_ROUTING_KEY', 'an integration key while PAGING_FORMAT is pagerduty'));
  if (known.ONCALL_FILE === undefined)
    faults.push(fault('ONCALL_FILE', 'a file that says when people are paged, while PAGING_WEBHOOK_URL is set'));
  return faults;
}

/** Null without an address; with one, the rest was found present. */
export function toPaging(known: Environment): Config['paging'] {
  if (known.PAGING_WEBHOOK_URL === undefined) return null;
  return {
    url: known.PAGING_WEBHOOK_URL,
    secret: known.PAGING_WEBHOOK_SECRET!,
    format: known.PAGING_FORMAT,
    routingKey: known.PAGING_ROUTING_KEY ?? null,
    requestTimeoutSeconds: known.REQUEST_TIMEOUT_SECONDS,
  };
}
