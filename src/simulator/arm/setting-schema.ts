import { z } from 'zod';

/**
 * The settings of a workspace by kind, as strict as the swagger: what a portal can set up, and nothing else. Kinds
 * that the stable version does not know are served to preview versions only.
 */

const state = z.strictObject({ state: z.enum(['Enabled', 'Disabled']) });
const name = z.string().min(1);
const alertsOfTenant = z.strictObject({ tenantId: z.guid(), dataTypes: z.strictObject({ alerts: state }) });

export const DataConnector = z.discriminatedUnion('kind', [
  z.strictObject({
    name,
    kind: z.literal('MicrosoftThreatProtection'),
    properties: z.strictObject({
      tenantId: z.guid(),
      dataTypes: z.strictObject({ incidents: state, alerts: state.optional() }),
      filteredProviders: z.strictObject({ alerts: z.array(z.string()) }).optional(),
    }),
  }),
  z.strictObject({ name, kind: z.literal('AzureActiveDirectory'), properties: alertsOfTenant }),
  z.strictObject({ name, kind: z.literal('AzureAdvancedThreatProtection'), properties: alertsOfTenant }),
  z.strictObject({ name, kind: z.literal('MicrosoftDefenderAdvancedThreatProtection'), properties: alertsOfTenant }),
  z.strictObject({ name, kind: z.literal('OfficeATP'), properties: alertsOfTenant }),
  z.strictObject({
    name,
    kind: z.literal('MicrosoftCloudAppSecurity'),
    properties: z.strictObject({
      tenantId: z.guid(),
      dataTypes: z.strictObject({ alerts: state, discoveryLogs: state.optional() }),
    }),
  }),
  z.strictObject({
    name,
    kind: z.literal('AzureSecurityCenter'),
    properties: z.strictObject({ subscriptionId: z.guid(), dataTypes: z.strictObject({ alerts: state }) }),
  }),
  z.strictObject({
    name,
    kind: z.literal('ThreatIntelligence'),
    properties: z.strictObject({ tenantId: z.guid(), dataTypes: z.strictObject({ indicators: state }) }),
  }),
  z.strictObject({
    name,
    kind: z.literal('Office365'),
    properties: z.strictObject({
      tenantId: z.guid(),
      dataTypes: z.strictObject({ exchange: state, sharePoint: state, teams: state.optional() }),
    }),
  }),
]);

export const PREVIEW_KINDS: readonly string[] = ['MicrosoftThreatProtection', 'OfficeATP'];

/** The products of swagger's `MicrosoftSecurityProductName`. */
const Product = z.enum([
  'Microsoft Cloud App Security',
  'Azure Security Center',
  'Azure Advanced Threat Protection',
  'Azure Active Directory Identity Protection',
  'Azure Security Center for IoT',
  'Office 365 Advanced Threat Protection',
  'Microsoft Defender Advanced Threat Protection',
]);

export const AlertRule = z.discriminatedUnion('kind', [
  z.strictObject({
    name,
    kind: z.literal('MicrosoftSecurityIncidentCreation'),
    properties: z.strictObject({
      displayName: z.string().min(1),
      enabled: z.boolean(),
      productFilter: Product,
      severitiesFilter: z.array(z.enum(['High', 'Medium', 'Low', 'Informational'])).nullish(),
      displayNamesFilter: z.array(z.string()).nullish(),
      description: z.string().nullish(),
    }),
  }),
  z.strictObject({
    name,
    kind: z.literal('Scheduled'),
    properties: z.looseObject({ displayName: z.string().min(1), enabled: z.boolean(), query: z.string().min(1) }),
  }),
  z.strictObject({
    name,
    kind: z.literal('Fusion'),
    properties: z.looseObject({ displayName: z.string().min(1), enabled: z.boolean() }),
  }),
]);

const Plain = z.strictObject({ name, properties: z.record(z.string(), z.unknown()) });

export const SETTING = {
  alertRules: AlertRule,
  automationRules: Plain,
  dataConnectors: DataConnector,
  onboardingStates: Plain,
} satisfies Record<string, z.ZodType>;
