import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { fillTemplate } from '../../src/cards/adaptive-card.ts';
import { markdownText, plainText } from '../../src/cards/escape.ts';

/** As the Teams clients read a TextBlock, and worse: raw HTML allowed, addresses linked by themselves. */
const teams = new MarkdownIt({ html: true, linkify: true });
teams.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
/** A client whose parser knows links but no backslash escapes. */
const naive = new MarkdownIt({ linkify: false });
naive.block.ruler.enableOnly(['list', 'paragraph']);
naive.inline.ruler.enableOnly(['text', 'emphasis', 'link']);

const asHtml = (text: string) =>
  `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')}</p>\n`;

const hostilePieces = [
  '[Sign in](https://evil.example)',
  '[a][b]',
  '[b]: https://evil.example',
  '![x](http://evil.example/x.png)',
  '<https://evil.example>',
  '<at>Ana Diaz</at>',
  '<a href="https://evil.example">x</a>',
  '<img src=x onerror=alert(1)>',
  'HTTPS://evil.example',
  'ht\u200btps://evil.example',
  'ftp://evil.example',
  '//evil.example/share',
  'mailto:x@evil.example',
  'javascript:alert(1)',
  'www.evil.example',
  '${1+1}',
  '{{DATE(2026-01-01T00:00:00Z)}}',
  '**bold** _it_ ~~no~~ `code`',
  '# heading',
  '1. item',
  '- item',
  '> quote',
  '\n\n---\n\n',
  '&lt;b&gt;&#91;x&#93;',
  '\\',
  '\u202egnp.exe',
  '\u2066x\u2069',
  '\u0000\u0007\u001b[31m',
  '\ud800',
  '\u{e0041}\u{e0042}',
  'invoice.pdf',
  ' ',
  '|a|b|',
];
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostilePieces),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe('text that others wrote', () => {
  it('renders as exactly the plain text: no anchor, tag, image, list or emphasis comes of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainText(text, 2000);
        fc.pre(plain !== '');
        expect(teams.render(markdownText(text, 2000))).toBe(asHtml(plain));
      }),
      { numRuns: 1000 },
    );
  });

  it('makes no link even where a client knows no escapes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(naive.render(markdownText(text, 2000))).not.toMatch(/<a |<img /);
        expect(naive.render(plainText(text, 2000))).not.toMatch(/<a |<img /);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no address, mention, expression, hidden or control character', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainText(text, 2000);
        expect(plain).not.toMatch(/https?:\/\/|ftp:\/\/|mailto:\S|www\.|<\/?[a-z]|\$\{|\{\{/i);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(plain).toBe(plain.trim());
      }),
      { numRuns: 1000 },
    );
  });

  it('is never evaluated by a template', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(fillTemplate({ type: 'TextBlock', text: 'said: ${said}' }, { said: markdownText(text) }).text).toBe(
          `said: ${markdownText(text)}`,
        );
      }),
    );
  });

  it('is cut to its length by characters, not halves of them', () => {
    expect(plainText('😀'.repeat(20), 5)).toBe('😀😀😀😀…');
    expect(plainText('short', 5)).toBe('short');
  });

  it.each([
    ['see https://evil.example/x', 'see hxxps://evil.example/x'],
    ['HTTP://a', 'hxxp://a'],
    ['ftp://a', 'ftp[:]/ /a'],
    ['Multi-stage incident on host-01.corp (3 alerts)', 'Multi-stage incident on host-01.corp (3 alerts)'],
    ['metadata: found', 'metadata: found'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\r\nb\tc', 'a b c'],
    ['<at>Ana</at>', '‹at>Ana‹/at>'],
  ])('reads %p as %p', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('is escaped only where markdown would take it up', () => {
    expect(markdownText('svc_backup on host-01, 100% - ok. (really)')).toBe(
      'svc\\_backup on host-01, 100% - ok. \\(really\\)',
    );
    expect(markdownText('1. first')).toBe('1\\. first');
    expect(markdownText('- first')).toBe('\\- first');
  });
});
