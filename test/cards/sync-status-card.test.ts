import { renderHealthCard } from '../../src/cards/health-card.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import { renderNoticeCard } from '../../src/cards/notice-card.ts';
import { renderSyncStatusCard } from '../../src/cards/sync-status-card.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import type { ConnectionStatus, Trouble } from '../../src/sync/ports/desk.ts';
import { FakeDesk } from '../support/fake-desk.ts';

let connection: ConnectionStatus;
beforeAll(async () => {
  [connection] = (await new FakeDesk().status()) as [ConnectionStatus];
});
const answered = 'GET …/incidents was answered HTTP 503: down.';
const failing = (name: string) => ({
  ...connection,
  connectionId: `tenant|${name}`,
  name,
  sides: connection.sides.map((side) =>
    side.side === 'defender' ? side : { ...side, fault: answered, failures: 3, failingSince: '2026-11-22T08:00:00Z' },
  ),
});
const troubleOf = (name: string): Trouble => ({
  key: `${name}/side/sentinel`,
  connectionId: `tenant|${name}`,
  cause: { kind: 'side', side: 'sentinel' },
  connection: name,
  sentence: `Sentinel could not be read in 3 cycles in a row: ${answered}`,
  advice: 'It waits.',
  since: '2026-11-22T08:00:00Z',
});
const cycle = (faults: string[]) => ({ reads: 4, writes: 0, waiting: 1, faults });
const textsOf = (card: Record<string, unknown>) =>
  walkCard(card).flatMap(({ node }) => (typeof node.text === 'string' ? [node.text] : []));
const timesIn = (texts: string[], what: string) => texts.filter((text) => text.includes(what)).length;

describe('the card of how the sync stands', () => {
  it.each([
    ['after a cycle', cycle([`Sentinel: ${answered}`]), [troubleOf('west')]],
    ['after one that failed for the first time', cycle([`Sentinel: ${answered}`]), []],
    ['without one', null, [troubleOf('west')]],
    ['where nothing was told yet', null, []],
  ])('tells once what a side answered, %s', (_when, report, troubles) => {
    const standing = { connections: [failing('west')], drift: 0, troubles, notices: [] };
    const texts = textsOf(renderSyncStatusCard(standing, 'UTC', report));
    expect(timesIn(texts, 'HTTP 503')).toBe(1);
    expect(timesIn(texts, 'failing (3 in a row)')).toBe(1);
    expect(timesIn(texts, '.;')).toBe(0);
  });

  it('says whose trouble it is where there are several connections, and tells of each', () => {
    const connections = [failing('west'), failing('east')];
    const troubles = [troubleOf('west'), { ...troubleOf('on call'), connectionId: null, sentence: 'Nobody is.' }];
    const faults = ['west', 'east'].map((name) => `${name}: Sentinel: ${answered}`);
    const texts = textsOf(renderSyncStatusCard({ connections, drift: 0, troubles, notices: [] }, 'UTC', cycle(faults)));
    expect(texts).toContain(`⚠ west: Sentinel could not be read in 3 cycles in a row: ${answered} It waits.`);
    expect(texts).toContain('⚠ Nobody is. It waits.');
    expect(texts.filter((text) => text.startsWith('⚠ east: Sentinel: '))).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith('⚠ west: Sentinel: '))).toHaveLength(0);
  });
});

it('a trouble that is over is told as what was, after what ended it', () => {
  const card = renderHealthCard(
    {
      subject: { kind: 'trouble', trouble: troubleOf('west') },
      endedAt: '2026-11-22T09:00:00Z',
      outcome: 'Ana Diaz said "sync go".',
    },
    { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70', conversationId: '19:soc@thread.tacv2' },
    { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' },
  );
  const texts = textsOf(card);
  const at = texts.indexOf('Ana Diaz said "sync go".');
  expect(texts[at + 1]).toMatch(/^Until then: Sentinel could not be read/);
});

it.each([
  ['help where something was refused', { code: 'role_required' }, 1],
  ['nothing where all is said', {}, 0],
])('a short answer offers %s', (_what, more, buttons) => {
  const card = renderNoticeCard({ tone: 'accent', heading: 'Assigned', lines: [], ...more });
  const actions = walkCard(card).filter(({ type, isFallback }) => type === 'Action.Execute' && !isFallback);
  expect(actions).toHaveLength(buttons);
});
