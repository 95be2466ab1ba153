import template from '../../adaptive-cards/notice.json' with { type: 'json' };
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { withoutEscapes } from './escape.ts';

export interface Notice {
  tone: 'good' | 'warning' | 'attention' | 'accent';
  heading: string;
  /** Our own words; what others wrote in them must be escaped by the caller. */
  lines: readonly string[];
  /** One of the documented codes when something was refused. */
  code?: string;
  /** For programs; the data of its button. */
  data?: Readonly<Record<string, unknown>>;
}

/** A short answer, or a refusal. Where it has a code or data, it has a button that helps and carries them for programs. */
export function renderNoticeCard({ tone, heading, lines, code, data }: Notice): AdaptiveCard {
  const isPlain = code === undefined && data === undefined;
  return fillTemplate(template, {
    style: tone,
    heading,
    fallbackText: withoutEscapes([heading, ...lines.slice(0, 1)].join(': ')),
    lines: lines.map((text) => ({ text })),
    actions: isPlain
      ? []
      : [{ title: 'Help', data: { ...data, verb: 'help', ...(code === undefined ? {} : { code }) } }],
    hasActions: !isPlain,
  });
}
