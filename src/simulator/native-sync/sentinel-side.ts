import { randomUUID } from 'node:crypto';
import { isFull, writeComment } from '../arm/comments.ts';
import { editIncident } from '../arm/edit-incident.ts';
import type { ClientInfo, Incident, Label } from '../arm/incident.ts';
import { ownerOf } from '../arm/owner.ts';
import { createIncident } from '../arm/put-incident.ts';
import type { SentinelStore } from '../arm/sentinel-store.ts';
import { findUser, type Tenant } from '../entra/directory.ts';
import { incidentUrl } from '../graph/print-incident.ts';
import { compareText } from '../sorted-views.ts';
import type { CarriedSentinel } from './carried-side.ts';
import type { CarriedValues } from './carried-values.ts';
import { PROVIDER_NAMES } from './settings.ts';
import { REASON_OF } from './translate.ts';

/** Object id under which an author is shown who is nobody in the directory; made up. */
const CONNECTOR_OBJECT_ID = '2f0d5f2c-64e1-4b36-9c0b-7c2d3f1a9e55';
const REDIRECTED = 'Redirected';

export interface SentinelSideOptions {
  store: SentinelStore;
  /** The workspace's directory, in which owners and authors are looked up. */
  tenant: Tenant;
  defenderTenantId: string;
}

/** The simulated Sentinel as the connector sees and changes it: past ARM and its quota. */
export function sentinelSide({ store, tenant, defenderTenantId }: SentinelSideOptions): CarriedSentinel {
  const must = (name: string): Incident => {
    const incident = store.get(name);
    if (incident === undefined) throw new Error(`Sentinel has no incident ${name}.`);
    return incident;
  };
  return {
    onChange: (listener) => store.onChange(({ name }) => listener(name)),
    read(name) {
      const incident = store.get(name);
      if (incident === undefined) return null;
      const comments = [...incident.comments.values()].map((comment) => ({
        key: comment.name.toLowerCase(),
        author: comment.author.userPrincipalName ?? comment.author.name,
        text: comment.message,
      }));
      return { values: valuesOf(incident), comments, isMerged: false };
    },
    find(defenderId) {
      const isTwin = ({ providerName, providerIncidentId }: Incident) =>
        providerIncidentId === defenderId && PROVIDER_NAMES.some((name) => name === providerName);
      return store.ascending('number').find(isTwin)?.name ?? null;
    },
    create(defenderId, values, providerName) {
      const name = randomUUID();
      const times = (values.alerts ?? []).map(({ timeGenerated }) => timeGenerated).toSorted(compareText);
      const closing = values.status === 'Closed' ? closingOf(values) : {};
      const owner = values.owner == null ? undefined : findUser(tenant, values.owner);
      const content = {
        title: values.title,
        severity: values.severity ?? 'Informational',
        status: values.status,
        ...closing,
        classificationComment: values.status === 'Closed' ? values.closingNote || undefined : undefined,
        owner: owner === undefined ? null : ownerOf(owner),
        labels: values.tags.map(userLabel),
        firstActivityAt: times[0],
        lastActivityAt: times.at(-1),
      };
      createIncident(store, name, content, {
        providerName,
        providerIncidentId: defenderId,
        providerIncidentUrl: incidentUrl(defenderId, defenderTenantId),
        alerts: values.alerts ?? [],
      });
      return name;
    },
    write(name, values) {
      const incident = must(name);
      const changes = changesOf(values, incident, tenant);
      if (values.alerts === undefined && Object.keys(changes).length === 0) return false;
      if (values.alerts !== undefined) incident.alerts = values.alerts;
      editIncident(store, incident, changes, tenant);
      return true;
    },
    comment(name, { text, author }) {
      const incident = must(name);
      if (isFull(incident)) return false;
      writeComment(store, incident, randomUUID(), text, authorOf(author, tenant));
      return true;
    },
    closeMerged(name) {
      const incident = must(name);
      const labels = incident.labels.filter(({ labelType }) => labelType === 'AutoAssigned');
      const closing = incident.status === 'Closed' ? {} : { status: 'Closed', ...closingOf({}) };
      editIncident(store, incident, { ...closing, labels: [...labels, userLabel(REDIRECTED)] }, tenant);
    },
  };
}

function valuesOf(incident: Incident): CarriedValues {
  const { owner } = incident;
  const isClosed = incident.status === 'Closed';
  return {
    status: incident.status as CarriedValues['status'],
    ...(isClosed && incident.classification !== undefined
      ? { classification: incident.classification as NonNullable<CarriedValues['classification']> }
      : {}),
    ...(isClosed ? { closingNote: incident.classificationComment ?? '' } : {}),
    severity: incident.severity as NonNullable<CarriedValues['severity']>,
    ...(owner === null ? { owner: null } : owner.userPrincipalName === null ? {} : { owner: owner.userPrincipalName }),
    tags: incident.labels
      .filter(({ labelName, labelType }) => labelType === 'User' && labelName !== REDIRECTED)
      .map(({ labelName }) => labelName),
    title: incident.title,
    alerts: incident.alerts,
  };
}

function changesOf(values: Partial<CarriedValues>, incident: Incident, tenant: Tenant): Record<string, unknown> {
  const { title, severity, status, owner, tags } = values;
  const closes = status === 'Closed' && incident.classification === undefined;
  const user = owner == null ? undefined : findUser(tenant, owner);
  const automatic = incident.labels.filter(({ labelType }) => labelType === 'AutoAssigned');
  return {
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    ...(status === undefined ? {} : { status }),
    ...(closes || values.classification !== undefined ? closingOf(values) : {}),
    ...(values.closingNote === undefined ? {} : { classificationComment: values.closingNote || undefined }),
    ...(owner === null ? { owner: { objectId: null } } : {}),
    ...(user === undefined ? {} : { owner: { objectId: user.id } }),
    ...(tags === undefined ? {} : { labels: [...automatic, ...tags.map(userLabel)] }),
  };
}

function closingOf({ classification = 'Undetermined' }: Partial<CarriedValues>) {
  return { classification, classificationReason: REASON_OF[classification] };
}

function userLabel(labelName: string): Label {
  return { labelName, labelType: 'User' };
}

function authorOf(author: string, tenant: Tenant): ClientInfo {
  const user = findUser(tenant, author);
  if (user === undefined) return { objectId: CONNECTOR_OBJECT_ID, email: null, name: author, userPrincipalName: null };
  return { objectId: user.id, email: user.mail, name: user.displayName, userPrincipalName: user.userPrincipalName };
}
