import { markdownText } from './escape.ts';

/** How a command is written, for people to read: `show ‹id›`. Angle brackets of ours would pass for markup. */
export function usageText(usage: string): string {
  return markdownText(usage.replace(/<(\w+)>/g, '‹$1›'), 300);
}
