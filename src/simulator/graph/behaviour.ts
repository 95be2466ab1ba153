/** What documents disagree on, or what only some tenants see; tests switch it while it runs. */
export interface GraphBehaviour {
  /**
   * Properties a PATCH refuses with a 400 that names them (`severity`, `resolvingComment`, ...);
   * `inProgress` refuses that one value of `status`. An older page lists five writable properties only.
   */
  patchRefuses: Set<string>;
  /** `$expand=alerts` answers 500, as it does for good on some large tenants. */
  expandAlertsFails: boolean;
  /** How many of the next lists answer 206 with a `Warning` and half of their items. */
  partialLists: number;
}

export function defaultBehaviour(): GraphBehaviour {
  return { patchRefuses: new Set(), expandAlertsFails: false, partialLists: 0 };
}
