import type { Trouble } from '../../sync/ports/desk.ts';

/** So many incidents of a connection are told of one by one. */
const MOST_SINGLE = 10;
const MOST_NAMED = 10;

/**
 * Troubles as they are told. A cause that strikes many incidents at once would fill the channel with as many cards:
 * past ten of a connection the rest share one. Those that were told of by themselves (`told`, by key) stay so.
 */
export function gatherTroubles(troubles: readonly Trouble[], told: ReadonlySet<string>): Trouble[] {
  const isDead = ({ cause }: Trouble) => cause.kind === 'deadLetter';
  const byConnection = Map.groupBy(troubles.filter(isDead), ({ connectionId }) => connectionId);
  return [
    ...troubles.filter((trouble) => !isDead(trouble)),
    ...[...byConnection].flatMap(([connectionId, dead]) => gatherOf(`${connectionId}/dead/rest`, dead, told)),
  ];
}

function gatherOf(key: string, dead: readonly Trouble[], told: ReadonlySet<string>): Trouble[] {
  const single = dead.filter((trouble) => told.has(trouble.key));
  const rest = dead.filter((trouble) => !told.has(trouble.key));
  const [first] = rest;
  if (first === undefined) return single;
  const fits = single.length + rest.length <= MOST_SINGLE && !told.has(key);
  return [...single, ...(fits ? rest : [gathered(key, first, rest)])];
}

function gathered(key: string, first: Trouble, all: readonly Trouble[]): Trouble {
  const numbers = [...new Set(all.flatMap(({ cause }) => (cause.kind === 'deadLetter' ? [`#${cause.incident}`] : [])))];
  const more = numbers.length > MOST_NAMED ? ` and ${numbers.length - MOST_NAMED} more` : '';
  return {
    ...first,
    key,
    sentence: `${numbers.slice(0, MOST_NAMED).join(', ')}${more} could not be written as well. The first: ${first.sentence}`,
    advice: 'Mend the cause, then say "sync retry #N" for each; "sync status" and "drift" tell which.',
    since: all.map(({ since }) => since).toSorted((a, b) => a.localeCompare(b))[0]!,
  };
}
