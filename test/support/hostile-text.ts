import fc from 'fast-check';

/** A sum that nothing works out unless it takes text for an expression, and its result. */
export const HOSTILE_SUM = { expression: '6*7*1000003', result: '42000126' };

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
  'evil.com',
  'evil.com/login?next=a.b#c',
  'login.evil.com:8443/x',
  'raj@contoso.com',
  '"raj@contoso.com"',
  'mailto:raj@contoso.com',
  'http://evil.com',
  'http\\://evil.com',
  'ftp://evil.com',
  'ftp:evil.com',
  '//evil.com',
  'www.x.io',
  '1.2.3.4',
  '1.2.3.4/x',
  'xn--e1afmkfd.com',
  'evil\u200b.com',
  '\\\\host\\share',
  '\\\\evil.com\\share',
  '#channel',
  '${1+1}',
  `\${${HOSTILE_SUM.expression}}`,
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
