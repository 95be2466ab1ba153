import { renderDigestCard } from '../../src/cards/digest-card.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import type { Digest } from '../../src/sync/ports/digest.ts';
import { aDigest, aQuietDigest } from '../support/digests.ts';

/** The rows of a digest as people read them: title, value, and what pressing them asks for. */
function rowsOf(digest: Digest) {
  return walkCard(renderDigestCard(digest, 'UTC'))
    .filter(({ type }) => type === 'ColumnSet')
    .map(({ node }) => {
      const texts = walkCard({ columns: node.columns }).flatMap(({ node: { text } }) =>
        text === undefined ? [] : [text],
      );
      return { title: texts[0], value: texts[1], data: (node.selectAction as { data: object }).data };
    });
}

test('what is open is told worst first and oldest first, and the worst is never left out', () => {
  const titles = rowsOf(aDigest()).map(({ title }) => title);
  const open = titles.slice(titles.indexOf('Open') + 1, titles.indexOf('Without owner'));
  const severities = ['▲ High', '◆ Medium', '▽ Low', '○ Informational', '? Unknown severity'];
  expect(open).toEqual([...severities, 'Over 30 days', '7 to 30 days', '1 to 7 days', 'Under a day']);
});

test('every number stands beside that of the period before, and leads to the incidents it counts', () => {
  const rows = rowsOf({ ...aDigest(), kind: 'weekly' });
  for (const { title, value, data } of rows) {
    if (!['Oldest open', 'Drift now', 'Native lag'].includes(String(title)))
      expect([title, value]).toEqual([title, expect.stringMatching(/\((\d|none|\d+ %)/)]);
    expect([title, data]).toEqual([
      title,
      expect.objectContaining({ verb: expect.stringMatching(/^(figure|drift|syncStatus)$/) }),
    ]);
  }
  expect(rows.find(({ title }) => title === 'Opened')).toMatchObject({
    value: '34 (29)',
    data: { verb: 'figure', figure: 'opened', from: '2026-11-21T08:00:00.000Z', until: '2026-11-22T08:00:00.000Z' },
  });
});

test('deadlines that were missed are told by severity where deadlines are set', () => {
  const missed = rowsOf(aDigest()).filter(({ data }) => 'figure' in data && data.figure === 'missed');
  expect(missed.map(({ title, value }) => [title, value])).toEqual([
    ['All', 'acknowledge 4 (2), close 1 (0)'],
    ['▲ High', 'acknowledge 3 (2), close 1 (0)'],
    ['▽ Low', 'acknowledge 1 (0), close 0 (0)'],
  ]);
  expect(JSON.stringify(renderDigestCard({ ...aDigest(), missed: null }, 'UTC'))).not.toContain('Deadlines');
});

test('a quiet period is one line, unless a deadline was missed in it', () => {
  const texts = (digest: Digest) =>
    walkCard(renderDigestCard(digest, 'UTC')).flatMap(({ node, type }) => (type === 'TextBlock' ? [node.text] : []));
  expect(texts(aQuietDigest()).slice(2)).toEqual(['A quiet period: nothing happened. Still open: 0.']);
  expect(texts(aQuietDigest({ missed: { acknowledge: { high: 1 }, close: {} } }))).toContain('Deadlines missed');
});

test('words of others, however long, cost rows and no number of ours', () => {
  const titles = rowsOf({ ...aDigest('W'.repeat(5_000), 200), kind: 'weekly' }).map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(['Opened', '▲ High', 'Drift now', 'And']));
});
