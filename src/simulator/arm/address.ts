import { segments, type SimRequest } from '../server.ts';
import { armError, resourceNotFound } from './arm-error.ts';
import { sentinelScope, type WorkspaceAddress } from './workspace.ts';

const STABLE = '2025-09-01';
const PREVIEW = '2025-07-01-preview';

/** Collections that the stable version lacks a kind of, so that a preview version serves them as well. */
const WITH_PREVIEW = ['dataconnectors', 'alertrules'];

const AUTHORIZATION = 'Microsoft.Authorization';
const AUTHORIZATION_VERSION = '2022-04-01';

export interface ArmAddress {
  provider: 'Microsoft.SecurityInsights' | typeof AUTHORIZATION;
  /** What follows the provider, such as `['incidents', name, 'comments']`. */
  resource: string[];
}

/** Checks path and version against the one workspace there is, parts compared without regard to case. */
export function readAddress(request: SimRequest, address: WorkspaceAddress): ArmAddress {
  const [base, ...parts] = segments(request.path);
  const subscription = expectPart(parts, 0, 'subscriptions', 1);
  if (base !== 'arm' || subscription === undefined)
    throw armError(404, 'InvalidResourceType', 'The resource type could not be found.');
  const resource = parts.slice(10);
  const isAuthorization = same(parts[9] ?? '', AUTHORIZATION);
  checkVersion(
    request.query.getAll('api-version'),
    isAuthorization ? [AUTHORIZATION_VERSION] : versionsOf(resource[0]?.toLowerCase() ?? ''),
  );

  if (!same(subscription, address.subscriptionId)) {
    throw armError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  }
  const group = expectPart(parts, 2, 'resourceGroups', 3);
  if (group === undefined) throw resourceNotFound(request.path);
  if (!same(group, address.resourceGroup)) {
    throw armError(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  const expected = sentinelScope(address).split('/').filter(Boolean);
  const wrong = expected.findIndex((part, index) => {
    const isProvider = index === 9 && isAuthorization;
    return !isProvider && !same(part, parts[index] ?? '');
  });
  if (wrong === 7) {
    throw resourceNotFound(
      `Microsoft.OperationalInsights/workspaces/${parts[7] ?? ''}' under resource group '${group}`,
    );
  }
  if (wrong !== -1 || resource[0] === undefined)
    throw armError(404, 'InvalidResourceType', 'The resource type could not be found.');
  return { provider: isAuthorization ? AUTHORIZATION : 'Microsoft.SecurityInsights', resource };
}

function versionsOf(collection: string): string[] {
  return WITH_PREVIEW.includes(collection) ? [STABLE, PREVIEW] : [STABLE];
}

function checkVersion(sent: string[], served: string[]): void {
  const [version] = sent;
  if (version === undefined || version === '') {
    throw armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (sent.length === 1 && served.includes(version)) return;
  throw armError(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${served.join(',')}'.`,
  );
}

function expectPart(parts: string[], keyAt: number, key: string, valueAt: number): string | undefined {
  return same(parts[keyAt] ?? '', key) ? parts[valueAt] : undefined;
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
