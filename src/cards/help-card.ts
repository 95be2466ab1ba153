import template from '../../adaptive-cards/help.json' with { type: 'json' };
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { usageText } from './usage-text.ts';

export interface HelpEntry {
  usage: string;
  summary: string;
}

/** The commands this person may use here. */
export function renderHelpCard(entries: readonly HelpEntry[], intro: string): AdaptiveCard {
  return fillTemplate(template, {
    heading: 'What you can ask me',
    fallbackText: 'What you can ask Dragoman',
    intro,
    commands: entries.map(({ usage, summary }) => ({
      usage: usageText(usage),
      summary: usageText(summary),
    })),
  });
}
