import type { NoticeRecords } from '../../src/sync/ports/notice-records.ts';
import type { NewPagingEvent } from '../../src/sync/ports/paging-records.ts';
import type { AuditRow } from '../../src/sync/ports/records.ts';
import type { Step, StepOutcome, StepRecords } from '../../src/sync/ports/step-records.ts';

/** Steps without a database. */
export class FakeStepRecords implements StepRecords {
  readonly steps = new Map<string, Step>();
  readonly audits: AuditRow[] = [];
  readonly paged: NewPagingEvent[] = [];
  readonly #notices: Pick<NoticeRecords, 'ensureNotice'>;

  constructor(notices: Pick<NoticeRecords, 'ensureNotice'>) {
    this.#notices = notices;
  }

  async step(key: string): Promise<Step | null> {
    return this.steps.get(key) ?? null;
  }

  async stepsOf(incident: number): Promise<ReadonlySet<string>> {
    return new Set([...this.steps.values()].filter((one) => one.incident === incident).map(({ key }) => key));
  }

  async takeStep(step: Step, { notices = [], audit, paging }: StepOutcome): Promise<boolean> {
    if (this.steps.has(step.key)) return false;
    this.steps.set(step.key, step);
    for (const notice of notices) await this.#notices.ensureNotice(notice);
    if (audit !== undefined) this.audits.push(audit);
    if (paging !== undefined) this.paged.push(paging);
    return true;
  }
}
