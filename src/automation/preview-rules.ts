import { wantedValues } from '../sync/act/wanted-values.ts';
import type { RuleAsk } from '../sync/act/rule-ask.ts';
import { leadingIncident } from '../sync/link.ts';
import type { Records } from '../sync/ports/records.ts';
import { planRules } from './plan-rules.ts';
import type { Rule } from './rule.ts';
import { subjectOf } from './subject.ts';

/** What a rule would do to an open incident if it were asked about it now. */
export interface PreviewLine {
  incident: number;
  title: string;
  rule: string;
  does: RuleAsk[];
}

export interface PreviewSummary {
  /** Open incidents that were looked at. */
  incidents: number;
  /** Every rule of the file, with how many of them it would do something to. */
  rules: { rule: string; incidents: number }[];
}

const PAGE = 100;

/**
 * Asks the rules about every open incident, whatever each rule waits for: when and where something changes is left out,
 * everything else is as it would be. What waits or may be refused then (a person's wish, a fought-over field) is not
 * looked at.
 */
export async function previewRules(
  records: Pick<Records, 'listLinks' | 'wantedIntents'>,
  rules: readonly Rule[],
  print: (line: PreviewLine) => void,
): Promise<PreviewSummary> {
  const times = new Map(rules.map(({ name }) => [name, 0]));
  let incidents = 0;
  for (let offset = 0; ; offset += PAGE) {
    const { links } = await records.listLinks({ open: true, limit: PAGE, offset });
    for (const link of links.filter(({ standing }) => standing === 'linked')) {
      incidents += 1;
      const subject = subjectOf(link, wantedValues(link, await records.wantedIntents(link.number)));
      for (const { rule, asks } of planRules(rules, null, subject)) {
        times.set(rule, times.get(rule)! + 1);
        print({ incident: link.number, title: leadingIncident(link).title, rule, does: asks });
      }
    }
    if (links.length < PAGE) break;
  }
  return { incidents, rules: [...times].map(([rule, count]) => ({ rule, incidents: count })) };
}
