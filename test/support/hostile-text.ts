import fc from 'fast-check';

/** What attackers put into titles, names, tags, comments and evidence. */
export const HOSTILE_PIECES = [
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
/** Such pieces in any order, between harmless and binary ones. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE_PIECES),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
