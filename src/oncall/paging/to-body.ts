import type { PagingEvent } from '../../sync/ports/paging-records.ts';
import type { PagingSettings } from './settings.ts';

/** PagerDuty cuts a summary there. */
const LONGEST_SUMMARY = 1024;
const SEVERITIES: Readonly<Record<string, string>> = { high: 'critical', medium: 'error', low: 'warning' };

/**
 * What is sent for an event, as JSON: PagerDuty's Events API v2, or the facts as they are.
 * @param plain makes text that somebody else worded fit to be shown
 */
export function toBody(
  { dedupKey, action, alert, createdAt }: PagingEvent,
  { format, routingKey }: Pick<PagingSettings, 'format' | 'routingKey'>,
  plain: (text: string, most: number) => string,
): string {
  const { incident, severity, openedAt, person } = alert;
  const title = plain(alert.title, LONGEST_SUMMARY - 40);
  const links = alert.links.map(({ side, url }) => ({
    href: url,
    text: `Open in ${side === 'defender' ? 'Defender' : 'Sentinel'}`,
  }));
  if (format === 'json') {
    const about = { incident, title, severity, openedAt, oncall: plain(person, 200), links: alert.links };
    return JSON.stringify({ action, dedupKey, at: createdAt, alert: about });
  }
  const head = { routing_key: routingKey?.reveal() ?? '', event_action: action, dedup_key: dedupKey };
  if (action !== 'trigger') return JSON.stringify(head);
  return JSON.stringify({
    ...head,
    client: 'Dragoman',
    payload: {
      summary: `#${incident} ${title}`,
      source: 'Dragoman',
      severity: SEVERITIES[severity] ?? 'info',
      timestamp: openedAt,
      custom_details: { incident, severity, oncall: plain(person, 200) },
    },
    links,
  });
}
