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
  /** For programs; joins the data of its button. */
  data?: Readonly<Record<string, unknown>>;
}

/** A short answer, or a refusal; its button carries the code for programs. */
export function renderNoticeCard({ tone, heading, lines, code, data = {} }: Notice): AdaptiveCard {
  return fillTemplate(template, {
    style: tone,
    heading,
    fallbackText: withoutEscapes([heading, ...lines.slice(0, 1)].join(': ')),
    lines: lines.map((text) => ({ text })),
    actions: [{ title: 'Help', data: { ...data, verb: 'help', ...(code === undefined ? {} : { code }) } }],
  });
}
