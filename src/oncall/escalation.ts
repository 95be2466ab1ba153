import type { WritableSeverity } from '../incident/severity.ts';

/** How somebody is told of an incident that nobody acknowledged, one after the other. */
export const PAGE_STEPS = ['mention', 'direct', 'lead'] as const;
export type PageStep = (typeof PAGE_STEPS)[number];

/** After how many seconds each step is due; a severity or a step that is left out has none. */
export type Escalation = Readonly<Partial<Record<WritableSeverity, Readonly<Partial<Record<PageStep, number>>>>>>;

/** Where ONCALL_FILE says nothing. */
export const DEFAULT_ESCALATION: Escalation = {
  high: { mention: 300, direct: 600, lead: 900 },
  medium: { mention: 1_800, direct: 3_600, lead: 7_200 },
};
