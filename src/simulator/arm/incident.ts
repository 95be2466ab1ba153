/** What Sentinel keeps of an incident. Times have all seven digits. */
export interface Incident {
  readonly name: string;
  readonly number: number;
  etag: string;
  title: string;
  description?: string | undefined;
  severity: string;
  status: string;
  classification?: string | undefined;
  classificationReason?: string | undefined;
  classificationComment?: string | undefined;
  owner: Owner | null;
  labels: Label[];
  firstActivityAt?: string | undefined;
  lastActivityAt?: string | undefined;
  createdAt: string;
  modifiedAt: string;
  readonly providerName: string;
  readonly providerIncidentId: string;
  readonly providerIncidentUrl?: string | undefined;
  relatedAnalyticRuleIds: string[];
  alerts: SecurityAlert[];
  entities: Entity[];
  /** By lower-cased name, as ARM names know no case; oldest first. */
  comments: Map<string, Comment>;
  relations: Map<string, Relation>;
}

export interface Owner {
  objectId: string;
  email: string | null;
  assignedTo: string | null;
  userPrincipalName: string | null;
  ownerType: 'User' | 'Group';
}

export interface Label {
  labelName: string;
  labelType: 'User' | 'AutoAssigned';
}

export interface Comment {
  readonly name: string;
  etag: string;
  message: string;
  readonly createdAt: string;
  modifiedAt: string;
  readonly author: ClientInfo;
}

/** A person or an app; an app has neither address nor principal name. */
export interface ClientInfo {
  objectId: string;
  email: string | null;
  name: string;
  userPrincipalName: string | null;
}

export interface SecurityAlert {
  systemAlertId: string;
  alertDisplayName: string;
  severity: string;
  productName: string;
  tactics: string[];
  timeGenerated: string;
}

export interface Entity {
  name: string;
  kind: string;
  properties: Record<string, unknown>;
}

export interface Relation {
  readonly name: string;
  etag: string;
  relatedResourceId: string;
}

export interface Bookmark {
  readonly name: string;
  etag: string;
  /** The writable properties as sent. */
  content: Record<string, unknown>;
  readonly createdAt: string;
  modifiedAt: string;
  createdBy: ClientInfo;
  updatedBy: ClientInfo;
}
