import type { IncidentView, QuestionView } from '../sync/incident-view.ts';
import type { NoticeSubject } from '../sync/ports/notice-records.ts';

export type ConflictSubject = Extract<NoticeSubject, { kind: 'conflict' }>;

/** Names one conflict: the same field may be asked about again another time. */
export function conflictKey(incident: number, { field, since }: Pick<QuestionView, 'field' | 'since'>): string {
  return `conflict/${incident}/${field}/${since}`;
}

/** The conflicts of an incident as they are now. Of one that is merged or gone nobody is asked. */
export function conflictsOf(view: IncidentView): ConflictSubject[] {
  if (view.standing !== 'linked') return [];
  const { number: incident, title, reconfirmVersion, readOnly } = view;
  return view.questions.map((question) => ({
    kind: 'conflict',
    incident,
    title,
    question,
    reconfirmVersion,
    readOnly: readOnly !== null,
  }));
}
