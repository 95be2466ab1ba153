import { nearest } from '../../src/bot/nearest.ts';
import { readTyped } from '../../src/bot/words.ts';

const bot = { text: '<at>Dragoman</at>', id: '28:bot', name: 'Dragoman', isBot: true };
const ana = { text: '<at>Ana Diaz</at>', id: '29:ana', name: 'Ana Diaz', isBot: false };
const words = (text: string, mentions = [bot]) => readTyped({ text, mentions }).words.map((word) => word.text);

describe('readTyped', () => {
  it('leaves out every mention of the bot, and takes no-break spaces for spaces', () => {
    expect(words('<at>Dragoman</at>\u00a0show\u00a0#7 <at>Dragoman</at>\n', [bot, bot])).toEqual(['show', '#7']);
  });

  it('reads past a mention of the bot that no entity explains, and past markup of a client', () => {
    expect(words('<p><at>Dragoman</at>&nbsp;help</p>', [])).toEqual(['help']);
  });

  it('keeps people apart, also those of one name', () => {
    const other = { ...ana, id: '29:other' };
    const typed = readTyped({
      text: '<at>Dragoman</at> grant lead <at>Ana Diaz</at> <at>Ana Diaz</at>',
      mentions: [bot, ana, other],
    });
    expect(typed.words.map((word) => word.mention?.id)).toEqual([undefined, undefined, '29:ana', '29:other']);
    expect(typed.text).toBe('grant lead @Ana Diaz @Ana Diaz');
  });

  it('keeps quoted words together, curly quotes too', () => {
    expect(words('open “data loss” now')).toEqual(['open', 'data loss', 'now']);
  });

  it('does not let text pass for a mention', () => {
    expect(readTyped({ text: 'assign 7 \ue0000\ue001', mentions: [ana] }).words.map((word) => word.mention)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(words('assign 7 <at>Ana Diaz</at>', [])).toEqual(['assign', '7', 'Ana', 'Diaz']);
  });
});

describe('nearest', () => {
  it.each([
    ['asign', 'assign'],
    ['opne', 'open'],
    ['colse', 'close'],
    ['qqqqqqqq', null],
  ])('%s -> %s', (typed, expected) => {
    expect(nearest(typed, ['assign', 'open', 'close', 'help'])).toBe(expected);
  });
});
