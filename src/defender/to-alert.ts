import { z } from 'zod';
import { textOrNull } from '../azure/wire-text.ts';
import { firstIssue } from '../azure/send.ts';
import {
  Items,
  Text,
  Timestamp,
  toEntities,
  toName,
  toSeverity,
  toStatus,
  toTechniques,
  faultsOf,
  toTitle,
} from './wire-alert.ts';
import type { ReadAlert } from './wire-alert.ts';
import { toEntity } from './evidence/to-entity.ts';
import { productName } from './product-names.ts';

/** What Graph sends of an alert (CSDL `microsoft.graph.security.alert`). */
const WireAlert = z.object({
  id: z.string().min(1).max(256),
  title: Text,
  severity: Text,
  status: Text,
  category: Text,
  categories: Items,
  mitreTechniques: Items,
  productName: Text,
  serviceSource: Text,
  detectionSource: Text,
  createdDateTime: Timestamp,
  firstActivityDateTime: Timestamp,
  lastActivityDateTime: Timestamp,
  alertWebUrl: Text,
  evidence: Items,
});

/** A Graph alert in Dragoman's words. */
export function toAlert(item: unknown): ReadAlert {
  const parsed = WireAlert.safeParse(item);
  if (!parsed.success) return { alert: null, faults: [firstIssue(parsed.error)] };
  const wire = parsed.data;
  const [firstCategory] = toTechniques(wire.categories);
  const alert = {
    id: wire.id,
    title: toTitle(wire.title, wire.id),
    severity: toSeverity(wire.severity),
    status: toStatus(wire.status),
    // Graph has replaced `category` by a list of them, and still sends it.
    category: toName(wire.category) ?? firstCategory ?? null,
    techniques: toTechniques(wire.mitreTechniques),
    product: toName(wire.productName) ?? toName(productName(wire.serviceSource)),
    detectionSource: toName(wire.detectionSource),
    createdAt: wire.createdDateTime ?? null,
    firstActivityAt: wire.firstActivityDateTime ?? null,
    lastActivityAt: wire.lastActivityDateTime ?? null,
    url: textOrNull(wire.alertWebUrl),
    entities: toEntities(wire.evidence ?? [], toEntity),
  };
  const faults = ['evidence'].flatMap((name) => faultsOf(item, name, wire.id));
  return { alert, faults };
}
