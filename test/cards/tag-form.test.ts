import { CardSigner } from '../../src/cards/card-signer.ts';
import { readTagForm, renderTagForm } from '../../src/cards/tag-form.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import { aView } from '../support/views.ts';

const place = { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70', conversationId: '19:soc@thread.tacv2' };
const context = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };

function opened(tags: string[]) {
  const nodes = walkCard(renderTagForm(aView({ tags }), place, context));
  const data = nodes.find((one) => one.type === 'Action.Submit')?.node.data as { base: string[] };
  return { text: String(nodes.find((one) => one.type === 'Input.Text')?.node.value), base: data.base };
}

describe('the tag form', () => {
  it('gives the same list back when nothing was changed, whatever is in the tags', () => {
    const tags = ['VIP', 'a, b', 'zero\u200bwidth', 'https://x.example'];
    const { text, base } = opened(tags);
    expect(readTagForm(text, tags, base)).toEqual(tags);
  });

  it('takes what comes back as the whole list', () => {
    const { base } = opened(['vip', 'old']);
    expect(readTagForm('vip, new', ['vip', 'old'], base)).toEqual(['vip', 'new']);
    expect(readTagForm('', ['vip', 'old'], base)).toEqual([]);
    expect(readTagForm('vip, new', ['vip', 'old'], null)).toEqual(['vip', 'new']);
  });

  it('neither drops a tag added elsewhere meanwhile nor brings back one taken out', () => {
    const { base } = opened(['vip', 'old']);
    expect(readTagForm('vip, old, mine', ['vip', 'theirs'], base)).toEqual(['vip', 'mine', 'theirs']);
  });
});
