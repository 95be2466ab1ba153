import { cardSamples } from '../../src/simulator/cards/card-samples.ts';
import { checkCard } from '../../src/simulator/teams/check-card.ts';
import { describeWithCards, projectRoot } from '../support/browser.ts';
import { everyCard, TEMPLATES } from '../support/every-card.ts';

/** Far more than either API takes, in the characters that cost most: escaped twice, three bytes each, or unbreakable. */
const WORST = {
  'escaped characters': '\\*_`[]'.repeat(20_000),
  'wide characters': '\u4e2d'.repeat(100_000),
  'one endless word': 'W'.repeat(100_000),
  'control characters': '\u0001"'.repeat(50_000),
};

test.each(Object.entries(WORST))('every card stays within 25 KB with %s', (_, text) => {
  const cards = everyCard(text);
  expect([...new Set(cards.map(({ template }) => template))].toSorted()).toEqual(TEMPLATES.toSorted());
  for (const { template, card } of cards) {
    expect({ template, faults: checkCard(card) }).toEqual({ template, faults: [] });
    const kilobytes = Buffer.byteLength(JSON.stringify(card)) / 1000;
    expect({ template, kilobytes, fits: kilobytes < 25 }).toMatchObject({ template, fits: true });
  }
});

describeWithCards('a drawn card', (page) => {
  const nothingWrong = { tooWide: [], unnamed: [], complaints: [], foreign: [] };

  it.each(['light', 'dark'] as const)(
    'fits a phone and names its controls, with sample data, in the %s theme',
    async (theme) => {
      const samples = await cardSamples(projectRoot);
      expect(samples.map(({ name }) => name)).toEqual(TEMPLATES.toSorted());
      for (const charts of [false, true])
        for (const drawn of await page().draw(samples, theme, 'phone', charts)) {
          const whole = { torn: [], anchors: [], text: expect.stringMatching(/\w/) };
          expect(drawn).toMatchObject({ ...nothingWrong, ...whole, name: drawn.name });
        }
    },
  );

  it.each(Object.entries(WORST))('fits a phone with %s', async (_, text) => {
    const cards = everyCard(text).map(({ template, card }) => ({ name: template, card }));
    for (const drawn of await page().draw(cards, 'light', 'phone')) {
      expect(drawn).toMatchObject({ ...nothingWrong, name: drawn.name });
    }
  });

  it('is told to tear words apart when it does', async () => {
    const narrow = {
      type: 'Column',
      width: '60px',
      items: [{ type: 'TextBlock', text: 'Acknowledge by', wrap: true }],
    };
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'ColumnSet', columns: [narrow] }] };
    const [drawn] = await page().draw([{ name: 'bad', card }], 'light', 'phone');
    expect(drawn?.torn).toEqual(['Acknowledge']);
  });

  it('is told to be too wide when it is, and to have no name when it has none', async () => {
    const facts = { type: 'FactSet', facts: [{ title: 'Host', value: 'w'.repeat(200) }] };
    const image = { type: 'Image', url: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=' };
    const body = [facts, image, { type: 'Input.Text', id: 'nameless' }];
    const card = { type: 'AdaptiveCard', version: '1.5', body };
    const [drawn] = await page().draw([{ name: 'bad', card }], 'light', 'phone');
    expect(drawn?.tooWide).not.toEqual([]);
    expect(drawn?.unnamed).toEqual([expect.stringContaining('img'), expect.stringContaining('input')]);
  });
});
