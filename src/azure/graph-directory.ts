import { z } from 'zod';
import type { Owner } from '../incident/person.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { DirectoryPort } from '../sync/ports/side-port.ts';
import type { RequestPipeline } from './pipeline.ts';
import { refuseOtherId } from './refuse-other-id.ts';
import { send } from './send.ts';

export interface GraphDirectorySettings {
  /** Graph without a version, of the cloud the tenant is in. */
  endpoint: string;
  /** Without a traffic meter: people look-ups are not counted. */
  pipeline: RequestPipeline;
  /** Milliseconds; tests pass their own. */
  now?: () => number;
}

const FOUND_FOR_MS = 24 * 3600_000;
const MISSED_FOR_MS = 5 * 60_000;
const MOST_REMEMBERED = 10_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What may be a UPN or a mail address; "Defender Experts" and groups' names are not. */
const ADDRESS = /^[^\s@/\\?]{1,113}@[^\s@/\\?#]+\.[^\s@/\\?#]+$/;

const User = z.object({
  id: z.string().min(1),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
});
const SELECT = '$select=id,displayName,userPrincipalName,mail';

/**
 * People of one tenant, from Graph `GET /users/{id or UPN}` (permission User.ReadBasic.All), remembered for a
 * day; that there is nobody of a name, for five minutes. Failures are not remembered. Throws RemoteError.
 */
export function createGraphDirectory(settings: GraphDirectorySettings): DirectoryPort {
  const now = settings.now ?? Date.now;
  const users = `${settings.endpoint.replace(/\/+$/, '')}/v1.0/users`;
  const known = new Map<string, { answer: Promise<Owner | null>; until: number }>();

  return {
    async resolve(owner) {
      const key = lookupKey(owner);
      if (key === null) return null;
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > now()) return remembered.answer;
      // The promise itself is remembered, so that a burst of cards about one person asks once.
      const entry = { answer: lookUp(settings.pipeline, users, key), until: now() + FOUND_FOR_MS };
      known.delete(key);
      known.set(key, entry);
      forgetOldest(known);
      try {
        const found = await entry.answer;
        if (found === null) entry.until = now() + MISSED_FOR_MS;
        return found;
      } catch (error) {
        if (known.get(key) === entry) known.delete(key);
        throw error;
      }
    },
  };
}

function lookupKey(owner: Owner): string | null {
  const objectId = owner.objectId?.trim() ?? '';
  if (GUID.test(objectId)) return objectId.toLowerCase();
  const upn = owner.upn?.trim() ?? '';
  return GUID.test(upn) || ADDRESS.test(upn) ? upn.toLowerCase() : null;
}

async function lookUp(pipeline: RequestPipeline, users: string, key: string): Promise<Owner | null> {
  try {
    const { data } = await send(
      pipeline,
      { method: 'GET', url: `${users}/${encodeURIComponent(key)}?${SELECT}` },
      User,
    );
    if (GUID.test(key)) refuseOtherId(key, data.id, data);
    return toOwner(data);
  } catch (error) {
    // Graph answers 400 for some texts that cannot be a UPN of the tenant at all.
    const isNobody = error instanceof RemoteError && (error.code === 'notFound' || error.status === 400);
    if (!isNobody) throw error;
    return GUID.test(key) ? null : lookUpMail(pipeline, users, key);
  }
}

async function lookUpMail(pipeline: RequestPipeline, users: string, mail: string): Promise<Owner | null> {
  const filter = encodeURIComponent(`mail eq '${mail.replaceAll("'", "''")}'`);
  const url = `${users}?$filter=${filter}&${SELECT}`;
  const { data } = await send(pipeline, { method: 'GET', url }, z.object({ value: z.array(User) }));
  // Two people with one address: nobody can say which is meant.
  const [only, another] = data.value;
  return only === undefined || another !== undefined ? null : toOwner(only);
}

function toOwner(user: z.infer<typeof User>): Owner {
  return {
    upn: user.userPrincipalName ?? user.mail ?? null,
    objectId: user.id.toLowerCase(),
    name: user.displayName ?? null,
  };
}

function forgetOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
}
