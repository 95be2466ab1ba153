import { ownerKey } from '../incident/person.ts';
import { CLASSIFICATIONS } from '../incident/state.ts';
import type { Digest } from '../sync/ports/digest.ts';
import type { ProductFigures } from '../sync/ports/figure-records.ts';
import { beside, figureRow, unlessNone } from './digest-rows.ts';
import type { DigestRow } from './digest-rows.ts';
import { markdownText } from './escape.ts';

interface Limits {
  /** Rows of a kind. */
  most: number;
  /** Characters of somebody else's words. */
  longest: number;
}

/** What was closed, by classification. */
export function outcomeRows(digest: Digest): DigestRow[] {
  const { figures: now, figuresBefore: then } = digest;
  return CLASSIFICATIONS.flatMap((of) =>
    unlessNone(digest, { figure: 'classification', of }, [
      now.byClassification[of] ?? 0,
      then.byClassification[of] ?? 0,
    ]),
  );
}

/** How often each detection source was wrong. */
export function productRows(digest: Digest, { most, longest }: Limits): DigestRow[] {
  const { byProduct } = digest.figures;
  const rows = byProduct.slice(0, most).map((product) => {
    const before = digest.figuresBefore.byProduct.find((one) => one.product === product.product);
    const words = `${shareWords(product)}, ${product.falsePositives} of ${product.classified}`;
    const value = `${words} (${before === undefined ? 'none' : shareWords(before)})`;
    return figureRow(digest, { figure: 'product', of: product.product }, value, longest);
  });
  return [...rows, ...andMore(digest, 'closed', byProduct.length - rows.length, 'products')];
}

/** Who has how much. */
export function responderRows(digest: Digest, { most, longest }: Limits): DigestRow[] {
  const { responders } = digest.figures;
  const rows = responders.slice(0, most).map(({ owner, open, closed }) => {
    const before = digest.figuresBefore.responders.find((one) => ownerKey(one.owner) === ownerKey(owner));
    const value = `${beside(open, before?.open ?? 0)} open, ${beside(closed, before?.closed ?? 0)} closed`;
    const row = figureRow(digest, { figure: 'load', of: ownerKey(owner) ?? '' }, value, longest);
    return { ...row, title: markdownText(owner.name ?? ownerKey(owner) ?? '', longest) };
  });
  return [...rows, ...andMore(digest, 'open', responders.length - rows.length, 'people')];
}

function shareWords({ falsePositives, classified }: ProductFigures): string {
  return `${Math.round((100 * falsePositives) / classified)} %`;
}

function andMore(digest: Digest, figure: 'open' | 'closed', count: number, what: string): DigestRow[] {
  return count > 0 ? [{ ...figureRow(digest, { figure }, `${count} more ${what}`), title: 'And' }] : [];
}
