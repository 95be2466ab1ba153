import type { NoticeRecords } from '../../src/sync/ports/notice-records.ts';
import type { AuditRow } from '../../src/sync/ports/records.ts';
import type { Step, StepOutcome, StepRecords } from '../../src/sync/ports/step-records.ts';

/** Steps without a database. */
export class FakeStepRecords implements StepRecords {
  readonly steps = new Map<string, Step>();
  readonly audits: AuditRow[] = [];
  readonly #notices: Pick<NoticeRecords, 'ensureNotice'>;

  constructor(notices: Pick<NoticeRecords, 'ensureNotice'>) {
    this.#notices = notices;
  }

  async step(key: string): Promise<Step | null> {
    return this.steps.get(key) ?? null;
  }

  async stepsOf(incident: number): Promise<ReadonlyMap<string, string>> {
    const own = [...this.steps.values()].filter((one) => one.incident === incident);
    return new Map(own.map(({ key, at }) => [key, at]));
  }

  async takeStep(step: Step, { notices = [], audit }: StepOutcome): Promise<boolean> {
    if (this.steps.has(step.key)) return false;
    this.steps.set(step.key, step);
    for (const notice of notices) await this.#notices.ensureNotice(notice);
    if (audit !== undefined) this.audits.push(audit);
    return true;
  }
}
