import { CardSigner } from '../../src/cards/card-signer.ts';

const binding = {
  card: 'c',
  conversationId: '19:soc@thread.tacv2',
  incident: 7,
  defenderId: '4101',
  sentinelName: null,
  version: 3,
};

describe('CardSigner', () => {
  const signer = new CardSigner(['the-new-card-secret', 'the-old-card-secret']);

  it('knows what it signed', () => {
    expect(signer.verify(binding, signer.sign(binding))).toBe('valid');
  });

  it.each([
    { card: 'd' },
    { conversationId: '19:other@thread.tacv2' },
    { incident: 8 },
    { defenderId: '4102' },
    { sentinelName: 'x' },
    { version: 4 },
  ])('notices a changed %o', (change) => {
    expect(signer.verify({ ...binding, ...change }, signer.sign(binding))).toBe('forged');
  });

  it('notices a made-up signature of any length', () => {
    const { keyId } = signer.sign(binding);
    for (const mac of ['', 'x', 'ä'.repeat(22), 'A'.repeat(43)]) {
      expect(signer.verify(binding, { keyId, mac })).toBe('forged');
    }
  });

  it('goes on accepting the previous secret, and tells a dropped one from a forgery', () => {
    const before = new CardSigner(['the-old-card-secret']).sign(binding);
    expect(signer.verify(binding, before)).toBe('valid');
    expect(new CardSigner(['the-new-card-secret']).verify(binding, before)).toBe('unknown_key');
  });
});
