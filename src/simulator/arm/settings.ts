import type { SimResponse } from '../server.ts';
import { resourceNotFound } from './arm-error.ts';
import type { ArmContext } from './context.ts';

/** A resource of the workspace that is only read here: who watches over duplicates looks at these. */
export interface Setting {
  name: string;
  kind?: string;
  properties: Record<string, unknown>;
  /** Only served to preview versions of the API, like the connector of kind MicrosoftThreatProtection. */
  previewOnly?: boolean;
}

export type SettingCollection = 'alertRules' | 'automationRules' | 'dataConnectors' | 'onboardingStates';
export type Settings = Record<SettingCollection, Setting[]>;

/** A workspace with Sentinel on it and nothing set up. */
export function defaultSettings(): Settings {
  return {
    alertRules: [],
    automationRules: [],
    dataConnectors: [],
    onboardingStates: [{ name: 'default', properties: { customerManagedKey: false } }],
  };
}

/** `GET /{collection}` and `GET /{collection}/{name}` */
export function readSetting(
  context: ArmContext,
  settings: Settings,
  collection: SettingCollection,
  name?: string,
): SimResponse {
  const preview = context.request.query.get('api-version')?.endsWith('-preview') === true;
  const visible = settings[collection].filter((setting) => preview || setting.previewOnly !== true);
  if (name === undefined)
    return { status: 200, body: { value: visible.map((setting) => print(setting, collection, context.scope)) } };
  const setting = visible.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (setting === undefined) throw resourceNotFound(`${context.scope}/${collection}/${name}`);
  return { status: 200, body: print(setting, collection, context.scope) };
}

function print({ name, kind, properties }: Setting, collection: SettingCollection, scope: string) {
  return {
    id: `${scope}/${collection}/${name}`,
    name,
    type: `Microsoft.SecurityInsights/${collection}`,
    ...(kind === undefined ? {} : { kind }),
    properties,
  };
}
