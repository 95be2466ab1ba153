import type { CarriedComment, CarriedValues } from './carried-values.ts';

export type SideName = 'defender' | 'sentinel';

/** What the connector sees of one incident. */
export interface CarriedReading {
  values: CarriedValues;
  /** Oldest first. */
  comments: CarriedComment[];
  /** Defender folded it into another one. */
  isMerged: boolean;
}

interface CarriedSide {
  /** Calls back with the id or name of every incident that came, changed or went, once it has; answers how to stop. */
  onChange(listener: (id: string) => void): () => void;
  /** Null when there is none. */
  read(id: string): CarriedReading | null;
}

/** Defender, as far as the connector goes. `by` is who the change is said to be by. */
export interface CarriedDefender extends CarriedSide {
  ids(): string[];
  write(id: string, values: Partial<CarriedValues>, by: string): void;
  comment(id: string, comment: Pick<CarriedComment, 'author' | 'text'>, by: string): void;
}

/** Sentinel, likewise. */
export interface CarriedSentinel extends CarriedSide {
  /** The incident that was made for this one of Defender's, if there is one. */
  find(defenderId: string): string | null;
  /** Makes the twin under a name of its own choice. */
  create(defenderId: string, values: CarriedValues, providerName: string): string;
  /**
   * The closing detail is given only for a twin that is, or thereby gets, closed. False when there is nothing in it
   * that Sentinel can take.
   */
  write(name: string, values: Partial<CarriedValues>): boolean;
  /** False when the incident takes no more comments: that one is lost. */
  comment(name: string, comment: Pick<CarriedComment, 'author' | 'text'>): boolean;
  /** Closes the twin of an incident that was merged, and says so with the tag `Redirected`. */
  closeMerged(name: string): void;
}
