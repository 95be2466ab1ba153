import type { Notice, NoticeDelivery, NoticeRecords, NoticeSubject } from '../../src/sync/ports/notice-records.ts';

/** Notices without a database. */
export class FakeNoticeRecords implements NoticeRecords {
  readonly notices = new Map<string, Notice>();

  async ensureNotice(notice: Notice): Promise<void> {
    const isSame = ({ key, conversationId, endedAt }: Notice) =>
      endedAt === null && key === notice.key && conversationId === notice.conversationId;
    if (![...this.notices.values()].some(isSame)) this.notices.set(notice.id, notice);
  }

  async retellNotice(id: string, subject: NoticeSubject): Promise<void> {
    this.#tell((notice) => (notice.id === id && notice.endedAt === null ? { subject } : null));
  }

  async endNotices(key: string, at: string): Promise<void> {
    this.#tell((notice) => (notice.key === key && notice.endedAt === null ? { endedAt: at } : null));
  }

  async concludeNotices(key: string, at: string, outcome: string): Promise<void> {
    this.#tell((notice) =>
      notice.key === key && notice.outcome === null ? { endedAt: notice.endedAt ?? at, outcome } : null,
    );
  }

  async retireNotices(ids: readonly string[], at: string): Promise<void> {
    for (const id of ids) this.notices.set(id, { ...this.notices.get(id)!, endedAt: at });
  }

  async saveNoticeDelivery({ id, ...delivery }: NoticeDelivery): Promise<void> {
    const { threadId, activityId, shownVersion, attempts, notBefore, error } = delivery;
    const notice = this.notices.get(id)!;
    this.notices.set(id, { ...notice, threadId, activityId, shownVersion, attempts, notBefore, error });
  }

  async notice(id: string): Promise<Notice | null> {
    return this.notices.get(id) ?? null;
  }

  async liveNotices(kind?: NoticeSubject['kind']): Promise<Notice[]> {
    const isWanted = ({ endedAt, subject }: Notice) => endedAt === null && (kind ?? subject.kind) === subject.kind;
    return [...this.notices.values()].filter(isWanted);
  }

  async liveNoticesUnder(prefix: string): Promise<Notice[]> {
    return (await this.liveNotices()).filter(({ key }) => key.startsWith(prefix));
  }

  async noticesShownIn(conversationId: string, activityId: string): Promise<Notice[]> {
    return [...this.notices.values()].filter(
      (one) => one.conversationId === conversationId && one.activityId === activityId,
    );
  }

  async outdatedNotices(limit: number): Promise<Notice[]> {
    return [...this.notices.values()].filter(({ shownVersion, version }) => shownVersion < version).slice(0, limit);
  }

  #tell(change: (notice: Notice) => Partial<Notice> | null): void {
    for (const notice of this.notices.values()) {
      const news = change(notice);
      if (news !== null) this.notices.set(notice.id, { ...notice, ...news, version: notice.version + 1 });
    }
  }
}
