/** What documents disagree on or leave open; tests switch it while it runs. */
export interface LegacyBehaviour {
  /**
   * The order of a list, which cannot be asked for: the documented "most recent first" by creation or by update,
   * or none at all, as integrations have met it.
   */
  listOrder: 'created' | 'updated' | 'none';
  /** Whose names for determinations are spoken: those of the page on updating, or of the page on the resource. */
  determinations: 'updatePage' | 'resourcePage';
  /** Whether a PATCH may set `Unknown` and `NotAvailable`: integrations do, the page on updating lists neither. */
  takesUnknown: boolean;
  /** A determination goes with true positives only, as one sentence of that page has it. */
  determinesTruePositivesOnly: boolean;
  /** A PATCH answers without a body. */
  patchAnswersNothing: boolean;
  /** How many of the next lists answer 206 and half of their items. */
  partialLists: number;
}

export function defaultBehaviour(): LegacyBehaviour {
  return {
    listOrder: 'created',
    determinations: 'updatePage',
    takesUnknown: true,
    determinesTruePositivesOnly: false,
    patchAnswersNothing: false,
    partialLists: 0,
  };
}
