import { z } from 'zod';
import { about } from '../about.ts';
import type { ConfigFault } from '../config-error.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';
import * as values from '../values.ts';
import { PEOPLE } from './people.ts';

/** How long people have, and who is told of what nobody acknowledged. */
export const oncallVariables = {
  SLA_FILE: z.string().optional().register(about, {
    group: PEOPLE,
    summary: 'How long people have to acknowledge and to close incidents, by severity.',
    accepted: 'the path of a JSON file (docs/contracts/sla-file.md)',
  }),
  ONCALL_FILE: z.string().optional().register(about, {
    group: PEOPLE,
    summary: 'Who is on call, and how they are told of incidents that nobody acknowledged.',
    accepted: 'the path of a JSON file, or of an iCalendar file (docs/contracts/oncall-file.md)',
  }),
  PAGING_WEBHOOK_URL: values.webhookUrl.optional().register(about, {
    group: PEOPLE,
    summary: 'The paging system that is told of incidents nobody acknowledged (docs/contracts/paging.md).',
    accepted: 'an https URL, or http on a loopback address while DEV_NO_AUTH is true',
    secret: true,
  }),
  PAGING_WEBHOOK_SECRET: values.longSecret.optional().register(about, {
    group: PEOPLE,
    summary: 'The key every request to it is signed with.',
    accepted: 'a secret of at least 16 characters',
    secret: true,
  }),
  PAGING_FORMAT: z.enum(['json', 'pagerduty']).default('json').register(about, {
    group: PEOPLE,
    summary: "What it is sent: Dragoman's own JSON, or PagerDuty's Events API v2.",
    accepted: 'json or pagerduty',
    default: 'json',
  }),
  PAGING_ROUTING_KEY: values.secret.optional().register(about, {
    group: PEOPLE,
    summary: "The integration key of PagerDuty's service.",
    accepted: 'an integration key',
    secret: true,
  }),
};

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
