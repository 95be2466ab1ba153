/** What Defender keeps of an incident. Times have all seven digits; enums are text, as anything may come. */
export interface Incident {
  readonly id: string;
  displayName: string;
  description: string | null;
  summary: string | null;
  resolvingComment: string | null;
  assignedTo: string | null;
  severity: string;
  status: string;
  classification: string;
  determination: string;
  customTags: string[];
  systemTags: string[];
  redirectIncidentId: string | null;
  priorityScore: number | null;
  createdAt: string;
  updatedAt: string;
  lastModifiedBy: string;
  comments: Comment[];
  alerts: Alert[];
}

/** Append-only, and without an id: the API has none. */
export interface Comment {
  comment: string;
  createdByDisplayName: string;
  createdAt: string;
}

export interface Alert {
  readonly id: string;
  title: string;
  description: string;
  severity: string;
  status: string;
  category: string;
  serviceSource: string;
  detectionSource: string;
  productName: string;
  mitreTechniques: string[];
  createdAt: string;
  updatedAt: string;
  /** Already in wire form: `@odata.type` and the members of that evidence type. */
  evidence: Evidence[];
}

export interface Evidence {
  '@odata.type': string;
  [member: string]: unknown;
}
