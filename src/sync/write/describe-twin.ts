import type { Incident } from '../../incident/incident.ts';
import type { DefenderStory } from '../link.ts';

/** Sentinel's limit for a description. */
export const MAX_DESCRIPTION = 5000;

const HEAD = '---- From Microsoft Defender XDR, kept by Dragoman ----';

/**
 * The twin's description: Defender's own, and below it what Sentinel's API has no field for. When both do not
 * fit, Defender's text gives way: the link leads to the whole of it.
 */
export function describeTwin(
  source: Incident,
  { products, alerts }: Pick<DefenderStory, 'products' | 'alerts'>,
): string {
  const lines = [
    HEAD,
    `Incident: ${source.id}`,
    ...(source.url === null ? [] : [`Link: ${source.url}`]),
    ...(products.length === 0 ? [] : [`Products: ${products.join(', ')}`]),
    ...(alerts === null ? [] : [`Alerts: ${alerts}`]),
    ...(source.modifiedBy === null ? [] : [`Last modified by: ${source.modifiedBy}`]),
  ];
  const trailer = lines.join('\n').slice(0, MAX_DESCRIPTION - 2);
  const room = MAX_DESCRIPTION - trailer.length - 2;
  const text = source.description.length > room ? `${source.description.slice(0, room - 1)}…` : source.description;
  return text === '' ? trailer : `${text}\n\n${trailer}`;
}
