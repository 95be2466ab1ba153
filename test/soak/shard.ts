import { PROPERTIES } from '../support/model/properties.ts';
import type { PropertyName } from '../support/model/properties.ts';

/** So many cases of one property, all of them said by one seed. */
export interface Shard {
  property: PropertyName;
  seed: number;
  cases: number;
}

/** What a shard found. `path` leads fast-check from the seed to the shortest case that fails. */
export interface Finding extends Shard {
  path: string;
  /** The case as JSON. */
  found: string;
  error: string;
}

export function isProperty(name: string): name is PropertyName {
  return Object.hasOwn(PROPERTIES, name);
}

/** The command that plays a finding again. */
export function replayCommand({ property, seed, path }: Pick<Finding, 'property' | 'seed' | 'path'>): string {
  return `npm run test:soak -- ${property} ${seed} ${path}`;
}
