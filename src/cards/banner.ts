import { withoutEscapes } from './escape.ts';

/** A line on top of a card: what just happened, or why it was refused. */
export interface Banner {
  tone: 'good' | 'warning' | 'attention' | 'accent';
  /** Our own words; what others wrote in it must be escaped by the caller. */
  text: string;
}

/** The form the templates take it in. */
export function bannerData(banner: Banner | undefined): { style: string; text: string }[] {
  return banner === undefined ? [] : [{ style: banner.tone, text: banner.text }];
}

/** The banner as the summary of its card; null where there is none. */
export function bannerSummary(banner: Banner | undefined): string | null {
  return banner === undefined ? null : withoutEscapes(banner.text);
}
