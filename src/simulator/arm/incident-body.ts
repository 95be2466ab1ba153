import { z } from 'zod';
import { toTicks } from '../tick-clock.ts';
import { badRequest } from './arm-error.ts';

const ignored = z.unknown().optional();
const nullableText = z.string().nullable().optional();
const dateTime = z.string().refine((text) => toTicks(text) !== null, 'not a date and time');

const OwnerBody = z.strictObject({
  objectId: z.guid().nullable().optional(),
  email: nullableText,
  assignedTo: nullableText,
  userPrincipalName: nullableText,
  ownerType: z.enum(['Unknown', 'User', 'Group']).nullable().optional(),
});
export type OwnerBody = z.infer<typeof OwnerBody>;

export const IncidentProperties = z.strictObject({
  title: z.string().min(1),
  description: z.string().max(5000).optional(),
  severity: z.enum(['High', 'Medium', 'Low', 'Informational']),
  status: z.enum(['New', 'Active', 'Closed']),
  classification: z.enum(['Undetermined', 'TruePositive', 'BenignPositive', 'FalsePositive']).optional(),
  classificationReason: z
    .enum(['SuspiciousActivity', 'SuspiciousButExpected', 'IncorrectAlertLogic', 'InaccurateData'])
    .optional(),
  classificationComment: z.string().optional(),
  owner: OwnerBody.optional(),
  labels: z
    .array(z.strictObject({ labelName: z.string().min(1), labelType: z.enum(['User', 'AutoAssigned']).optional() }))
    .optional(),
  firstActivityTimeUtc: dateTime.optional(),
  lastActivityTimeUtc: dateTime.optional(),
  // Read-only: a body that was read and sent back carries them, and they are passed over.
  additionalData: ignored,
  createdTimeUtc: ignored,
  incidentNumber: ignored,
  incidentUrl: ignored,
  lastModifiedTimeUtc: ignored,
  providerIncidentId: ignored,
  providerName: ignored,
  relatedAnalyticRuleIds: ignored,
});
export type IncidentProperties = z.infer<typeof IncidentProperties>;

/** The body of a PUT. The etag in it, and only there, makes the write conditional. */
export const IncidentBody = z.strictObject({
  id: ignored,
  name: ignored,
  type: ignored,
  systemData: ignored,
  etag: z.string().min(1).optional(),
  properties: IncidentProperties,
});

const REASONS_OF: Record<string, readonly string[]> = {
  TruePositive: ['SuspiciousActivity'],
  BenignPositive: ['SuspiciousButExpected'],
  FalsePositive: ['IncorrectAlertLogic', 'InaccurateData'],
  Undetermined: [],
};

export interface ClosingRules {
  /** Refuse a classification on an incident that is not closed: sources do not tell. */
  classificationOnlyWhenClosed: boolean;
}

/** The rules that span several properties. */
export function checkClosing(properties: IncidentProperties, rules: ClosingRules): void {
  const { status, classification, classificationReason: reason } = properties;
  if (status === 'Closed' && classification === undefined) {
    throw badRequest("Property 'classification' is required when the incident is closed.");
  }
  if (status !== 'Closed' && classification !== undefined && rules.classificationOnlyWhenClosed) {
    throw badRequest("Property 'classification' can only be set when the incident is closed.");
  }
  if (reason === undefined) return;
  if (classification !== undefined && REASONS_OF[classification]?.includes(reason)) return;
  throw badRequest(
    `Property 'classificationReason' cannot be '${reason}' when 'classification' is '${classification ?? 'not set'}'.`,
  );
}
