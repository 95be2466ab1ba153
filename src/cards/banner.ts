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
