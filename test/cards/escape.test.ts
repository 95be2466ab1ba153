import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { fillTemplate } from '../../src/cards/adaptive-card.ts';
import { markdownText, plainText, withoutEscapes } from '../../src/cards/escape.ts';
import { hostileText } from '../support/hostile-text.ts';

/** As the Teams clients read a TextBlock, and worse: raw HTML allowed, addresses and bare names linked by themselves. */
const teams = new MarkdownIt({ html: true, linkify: true });
teams.linkify.set({ fuzzyIP: true });
/** A client whose parser knows links but no backslash escapes. */
const naive = new MarkdownIt({ linkify: true });
naive.linkify.set({ fuzzyIP: true });
naive.block.ruler.enableOnly(['list', 'paragraph']);
naive.inline.ruler.enableOnly(['text', 'emphasis', 'link', 'linkify']);
/** The same where names alone are left alone: what is shown without markdown is not escaped. */
const plainest = new MarkdownIt({ linkify: true });
plainest.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
plainest.block.ruler.enableOnly(['list', 'paragraph']);
plainest.inline.ruler.enableOnly(['text', 'emphasis', 'link', 'linkify']);

const asHtml = (text: string) =>
  `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')}</p>\n`;

describe('text that others wrote', () => {
  it('renders as exactly the plain text: no anchor, tag, image, list or emphasis comes of it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const plain = plainText(text, 2000);
        fc.pre(plain !== '');
        expect(teams.render(markdownText(text, 2000))).toBe(asHtml(plain));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the same without markdown once the escapes are taken out', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withoutEscapes(markdownText(text, 2000))).toBe(plainText(text, 2000));
      }),
      { numRuns: 1000 },
    );
  });

  it('makes no link even where a client knows no escapes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(naive.render(markdownText(text, 2000))).not.toMatch(/<a |<img /);
        expect(plainest.render(plainText(text, 2000))).not.toMatch(/<a |<img /);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no address, mention, expression, hidden or control character', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
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
      fc.property(hostileText, (text) => {
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
    expect(markdownText('raj@contoso.com from 10.0.0.5. Ask @raj.')).toBe(
      'raj\\@contoso\\.com from 10\\.0\\.0\\.5. Ask \\@raj.',
    );
    expect(markdownText('1. first')).toBe('1\\. first');
    expect(markdownText('- first')).toBe('\\- first');
  });
});
