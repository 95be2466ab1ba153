import { z } from 'zod';
import type { SentinelPortal } from '../arm/sentinel-portal.ts';
import { findUser } from '../entra/directory.ts';
import type { Tenant } from '../entra/directory.ts';
import type { DefenderPortal } from '../graph/defender-portal.ts';

/** What the page sends when somebody saves the editor of one side: only what was changed. */
export const PortalEdit = z.strictObject({
  id: z.string(),
  /** User principal name of whoever plays the portal. */
  by: z.string(),
  changes: z.strictObject({
    status: z.string().optional(),
    severity: z.string().optional(),
    owner: z.string().optional(),
    tags: z.array(z.string()).optional(),
    comment: z.string().optional(),
    /** `classification/determination` in Defender, `classification/reason` in Sentinel; empty takes it back. */
    classification: z.string().optional(),
  }),
});
export type PortalEdit = z.infer<typeof PortalEdit>;

export function editInDefender(defender: DefenderPortal, { id, by, changes }: PortalEdit): void {
  const [classification, determination] = split(changes.classification, 'unknown');
  const edit = given({
    status: changes.status,
    severity: changes.severity,
    assignedTo: changes.owner === '' ? null : changes.owner,
    customTags: changes.tags,
    classification,
    determination,
  });
  if (Object.keys(edit).length > 0) defender.edit(id, edit, by);
  if (changes.comment !== undefined) defender.comment(id, changes.comment, by);
}

export function editInSentinel(sentinel: SentinelPortal, tenant: Tenant, { id, by, changes }: PortalEdit): void {
  const [classification, classificationReason] = split(changes.classification, undefined);
  const edit = given({
    status: changes.status,
    severity: changes.severity,
    owner: changes.owner === undefined ? undefined : sentinelOwner(changes.owner, tenant),
    labels: changes.tags?.map((labelName) => ({ labelName })),
    classification,
    classificationReason,
  });
  if (Object.keys(edit).length > 0) sentinel.edit(id, edit, by);
  if (changes.comment !== undefined) sentinel.comment(id, changes.comment, by);
}

/** Sentinel knows owners by object id only; an empty name takes the owner away. */
function sentinelOwner(upn: string, tenant: Tenant) {
  if (upn === '') return { objectId: null };
  const user = findUser(tenant, upn);
  if (user === undefined) throw new Error(`The directory has no user ${upn}.`);
  return { objectId: user.id };
}

function split<T>(key: string | undefined, none: T): [string | T | undefined, string | T | undefined] {
  if (key === undefined) return [undefined, undefined];
  if (key === '') return [none, none];
  const [first = '', second = ''] = key.split('/');
  return [first, second === '' ? none : second];
}

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
