import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { queryOptions } from '../odata/options.ts';
import type { SimResponse } from '../server.ts';
import { resourceNotFound } from './arm-error.ts';
import type { ArmContext } from './context.ts';
import { printPage } from './page.ts';
import { PREVIEW_KINDS, SETTING } from './setting-schema.ts';

export type SettingCollection = keyof typeof SETTING;
export const SETTING_COLLECTIONS = Object.keys(SETTING) as SettingCollection[];

/** A resource of the workspace that the API only reads here: who watches over duplicates looks at these. */
export type Setting<C extends SettingCollection = SettingCollection> = z.infer<(typeof SETTING)[C]>;

/** What is set up in a workspace: connectors, rules and the like. The portal's hands, not the API's. */
export class WorkspaceSettings {
  /** Items the service puts on a page, for clients that do not ask for a number. */
  pageSize = 50;
  readonly #collections: Record<SettingCollection, Map<string, { setting: Setting; etag: string }>> = {
    alertRules: new Map(),
    automationRules: new Map(),
    dataConnectors: new Map(),
    onboardingStates: new Map(),
  };

  /** A workspace with Sentinel on it and nothing set up. */
  constructor() {
    this.put('onboardingStates', { name: 'default', properties: { customerManagedKey: false } });
  }

  /** Sets up or replaces the one of that name. Throws a ZodError for what no portal could set up. */
  put<C extends SettingCollection>(collection: C, setting: Setting<C>): void {
    const checked = SETTING[collection].parse(setting);
    this.#collections[collection].set(checked.name.toLowerCase(), { setting: checked, etag: `"${randomUUID()}"` });
  }

  /** Whether it was there. */
  remove(collection: SettingCollection, name: string): boolean {
    return this.#collections[collection].delete(name.toLowerCase());
  }

  list(collection: SettingCollection): Setting[] {
    return [...this.#collections[collection].values()].map(({ setting }) => setting);
  }

  /** `GET /{collection}` and `GET /{collection}/{name}` */
  serve(context: ArmContext, collection: SettingCollection, name?: string): SimResponse {
    const { request, scope, base } = context;
    const isPreview = request.query.get('api-version')?.endsWith('-preview') === true;
    const items = [...this.#collections[collection].values()]
      .filter(({ setting }) => isPreview || !('kind' in setting) || !PREVIEW_KINDS.includes(setting.kind))
      .map(({ setting: { name: own, ...rest }, etag }) => ({
        id: `${scope}/${collection}/${own}`,
        name: own,
        etag,
        type: `Microsoft.SecurityInsights/${collection}`,
        ...rest,
      }));
    if (name === undefined) {
      // Only the next link's own token: these lists take neither a filter nor a number.
      const options = { $top: String(this.pageSize), ...queryOptions(request.query, ['$skipToken']) };
      return printPage(items, options, request, `${base}${scope}/${collection}`, (item) => item);
    }
    queryOptions(request.query, []);
    const item = items.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (item === undefined) throw resourceNotFound(`${scope}/${collection}/${name}`);
    return { status: 200, body: item };
  }
}
