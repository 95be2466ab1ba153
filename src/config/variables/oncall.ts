import { z } from 'zod';
import { about } from '../about.ts';
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
