import { CardSigner } from '../../src/cards/card-signer.ts';
import { renderPageCard } from '../../src/cards/page-card.ts';
import { renderPagesCard } from '../../src/cards/pages-card.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import type { PageSubject } from '../../src/sync/ports/notice-records.ts';
import { aClosedView, aView } from '../support/views.ts';

const context = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
const place = { card: 'page-1', conversationId: '19:soc@thread.tacv2' };
const live = { endedAt: null, outcome: null };
const aPage = (overrides: Partial<PageSubject> = {}): PageSubject => ({
  kind: 'page',
  incident: 12,
  title: 'Phish',
  severity: 'high',
  step: 'mention',
  inThread: true,
  person: { name: 'Ana Diaz', objectId: '11111111-2222-4333-8444-555555555555' },
  openedAt: '2026-11-22T09:30:00Z',
  unread: [],
  ...overrides,
});

describe('a page', () => {
  it('mentions one person, once, whatever they are called, where it stands in a thread and is not over', () => {
    const name = 'Ana <at>Raj</at> [x](https://evil.example) *D*';
    const person = { ...aPage().person, name };
    const card = renderPageCard(aView(), { ...live, subject: aPage({ person }) }, place, context);
    const [entity, ...others] = (card.msteams as { entities: { text: string; mentioned: object }[] }).entities;
    expect(others).toEqual([]);
    expect(entity!.mentioned).toMatchObject({ id: person.objectId });
    const text = JSON.stringify(card.body);
    expect(text.split('<at>')).toHaveLength(2);
    expect(text).toContain(entity!.text);
    for (const subject of [aPage({ inThread: false }), aPage()])
      for (const endedAt of [null, '2026-11-22T10:00:00Z']) {
        if (endedAt === null && subject.inThread) continue;
        const other = renderPageCard(aView(), { endedAt, outcome: null, subject }, place, context);
        expect(other.msteams).toBeUndefined();
        expect(JSON.stringify(other.body)).not.toContain('<at>');
      }
  });

  it('mentions one person once for several incidents too, in their thread and while one of them goes on', () => {
    const person = { ...aPage().person, name: 'Ana <at>Raj</at> [x](https://evil.example)' };
    const both = [aPage({ person }), aPage({ person, incident: 13 })];
    const card = renderPagesCard(
      both.map((subject) => ({ ...live, subject })),
      'UTC',
    );
    const { entities } = card.msteams as { entities: { text: string; mentioned: object }[] };
    expect(entities).toMatchObject([{ mentioned: { id: person.objectId } }]);
    const text = JSON.stringify(card.body);
    expect(text.split('<at>')).toHaveLength(2);
    expect(text).toContain(entities[0]!.text);
    expect(card.fallbackText).toBe('🔔 Nobody acknowledged 2 incidents, 2 of them high: #12 Phish');
    const ended = { endedAt: '2026-11-22T10:00:00Z', outcome: 'It was closed.' };
    const over = renderPagesCard(
      both.map((subject) => ({ ...ended, subject })),
      'UTC',
    );
    expect(over.msteams).toBeUndefined();
    expect(JSON.stringify(over.body)).not.toContain('<at>');
  });

  it('has the buttons that take an incident up, while it can be', () => {
    const verbs = (view = aView(), endedAt: string | null = null) =>
      walkCard(renderPageCard(view, { endedAt, outcome: null, subject: aPage() }, place, context))
        .filter(({ type }) => type === 'Action.Execute')
        .map(({ node }) => node.verb);
    expect(verbs()).toEqual(['assignToMe', 'setActive']);
    expect(verbs(aView({ readOnly: 'Rehearsal' }))).toEqual([]);
    expect(verbs(aClosedView(), '2026-11-22T10:00:00Z')).toEqual([]);
  });
});
