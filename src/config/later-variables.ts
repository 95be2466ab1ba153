/**
 * Variables of features this version does not have. One that is set is named in a warning: a setting that is
 * silently without effect is worse than none.
 */
export const LATER_VARIABLES = ['PAGING_WEBHOOK_SECRET', 'PAGING_WEBHOOK_URL'] as const;
