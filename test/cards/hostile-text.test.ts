import fc from 'fast-check';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import type { JsonObject } from '../../src/simulator/teams/json.ts';
import type { CardPage } from '../../src/simulator/cards/card-page.ts';
import { describeWithCards } from '../support/browser.ts';
import { everyCard, everyPreview, TEMPLATES } from '../support/every-card.ts';
import { HOSTILE_PIECES, HOSTILE_SUM, hostileText } from '../support/hostile-text.ts';

const PORTALS = ['security.microsoft.com', 'portal.azure.com'];

/** Addresses with a scheme, mentions, expressions, hidden and control characters. */
const HARMFUL = /https?:\/\/|www\.|<\/?at\b|\$\{|\{\{|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/iu;

/** Every text of the card that a person may see or hear, except what they entered in a form themselves. */
function textsOf(card: JsonObject): string[] {
  const nodes = walkCard({ body: card.body, actions: card.actions });
  return [
    card.fallbackText,
    card.speak,
    ...nodes.flatMap(({ node }) => [
      node.text,
      node.title,
      node.label,
      node.placeholder,
      node.altText,
      node.errorMessage,
    ]),
    ...nodes
      .flatMap(({ node }) => (Array.isArray(node.facts) ? node.facts : []))
      .flatMap((fact) => Object.values(fact)),
    ...nodes.flatMap(({ node }) => (Array.isArray(node.choices) ? node.choices : [])).map((choice) => choice.title),
  ].filter((text): text is string => typeof text === 'string');
}

async function expectHarmless(page: CardPage, text: string): Promise<void> {
  const cards = everyCard(text, 12);
  expect([...new Set(cards.map(({ template }) => template))].toSorted()).toEqual(TEMPLATES.toSorted());
  for (const shown of everyPreview(text)) expect(shown).not.toMatch(HARMFUL);
  for (const { template, card } of cards) {
    for (const shown of textsOf(card)) {
      expect({ template, shown }).toEqual({ template, shown: expect.not.stringMatching(HARMFUL) });
    }
    expect({ template, msteams: card.msteams }).toEqual({ template, msteams: undefined });
    for (const { node, type } of walkCard(card)) {
      if (type !== 'Action.OpenUrl') continue;
      expect({ template, host: PORTALS.includes(new URL(String(node.url)).host) }).toEqual({ template, host: true });
    }
  }
  const drawn = await page.draw(
    cards.map(({ template, card }) => ({ name: template, card })),
    'light',
    'phone',
  );
  const harmless = { anchors: [], mentions: [], foreign: [], complaints: [] };
  for (const card of drawn) {
    const workedOut = card.text.includes(HOSTILE_SUM.result);
    expect({ ...card, workedOut }).toMatchObject({ ...harmless, name: card.name, workedOut: false });
  }
}

describeWithCards('a card about an incident that an attacker worded', (page) => {
  it('shows no link, mention or expression but ours, whatever the words', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, (text) => expectHarmless(page(), text)),
      { numRuns: 15 },
    );
  });

  it('shows none of all that is known to be tried, at once and for 100 KB', async () => {
    const all = HOSTILE_PIECES.join(' ');
    await expectHarmless(page(), all);
    await expectHarmless(page(), all.repeat(Math.ceil(100_000 / all.length)));
  });

  it('would be seen to show them, if a text came through as it is', async () => {
    const text =
      '[Sign in](https://evil.example) <at>Ana</at> https://evil.example/2 evil.com 1.2.3.4/x raj@contoso.com ' +
      HOSTILE_SUM.result;
    const card = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text }],
      msteams: { entities: [{ type: 'mention', text: '<at>Ana</at>', mentioned: { id: '29:1', name: 'Ana' } }] },
    };
    const [drawn] = await page().draw([{ name: 'raw', card }], 'light', 'phone');
    expect(drawn?.anchors).toEqual([
      'https://evil.example',
      'https://evil.example/2',
      'http://evil.com',
      'http://1.2.3.4/x',
      'mailto:raj@contoso.com',
    ]);
    expect(drawn?.text).toContain(HOSTILE_SUM.result);
    expect(drawn?.mentions).toEqual(['Ana']);
    expect(textsOf(card)).toEqual([text]);
  });
});
