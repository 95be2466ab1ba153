import { CLASSIFICATIONS } from '../incident/state.ts';
import type { Digest } from '../sync/ports/digest.ts';
import type { ProductFigures } from '../sync/ports/figure-records.ts';
import { beside, row } from './digest-rows.ts';
import type { DigestRow } from './digest-rows.ts';
import { markdownText } from './escape.ts';
import { CLASSIFICATION_WORDS, ownerWords } from './words.ts';

interface Limits {
  /** Rows of a kind. */
  most: number;
  /** Characters of somebody else's words. */
  longest: number;
}

/** What was closed, by classification. */
export function outcomeRows({ figures: now, figuresBefore: then }: Digest): DigestRow[] {
  return CLASSIFICATIONS.flatMap((classification) => {
    const [count, before] = [now.byClassification[classification] ?? 0, then.byClassification[classification] ?? 0];
    return count + before === 0 ? [] : [row(CLASSIFICATION_WORDS[classification], beside(count, before))];
  });
}

/** How often each detection source was wrong. */
export function productRows({ figures: now, figuresBefore: then }: Digest, { most, longest }: Limits): DigestRow[] {
  const rows = now.byProduct.slice(0, most).map((product) => {
    const before = then.byProduct.find((one) => one.product === product.product);
    const words = `${shareWords(product)}, ${product.falsePositives} of ${product.classified}`;
    return row(
      markdownText(product.product, longest),
      `${words} (${before === undefined ? 'none' : shareWords(before)})`,
    );
  });
  return [...rows, ...andMore(now.byProduct.length - rows.length, 'products')];
}

/** Who has how much. */
export function responderRows({ figures }: Digest, { most, longest }: Limits): DigestRow[] {
  const rows = figures.responders.slice(0, most).map(({ owner, open, closed }) => {
    const name = owner.name ?? owner.upn ?? owner.objectId;
    return row(name === null ? ownerWords(null) : markdownText(name, longest), `${open} open, ${closed} closed`);
  });
  return [...rows, ...andMore(figures.responders.length - rows.length, 'people')];
}

function shareWords({ falsePositives, classified }: ProductFigures): string {
  return `${Math.round((100 * falsePositives) / classified)} %`;
}

function andMore(count: number, what: string): DigestRow[] {
  return count > 0 ? [row('And', `${count} more ${what}`)] : [];
}
