const SECRETS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, '[token]'],
  [/\b(bearer)\s+[\w.~+/=-]+/gi, '$1 [token]'],
  [
    /\b((?:client_secret|client_assertion|access_token|password|sig|code)["']?\s*[=:]\s*["']?)[^&\s"']+/gi,
    '$1[redacted]',
  ],
];
// Control, bidirectional and zero-width characters: they make a log line or a card say something else.
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Text of a service, fit for logs and people: no secrets, one line, at most `limit` characters. */
export function redact(text: string, limit = 300): string {
  let clean = text.slice(0, 10_000).replace(INVISIBLE, ' ');
  for (const [pattern, replacement] of SECRETS) clean = clean.replace(pattern, replacement);
  clean = clean.replace(/\s+/g, ' ').trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

/** An error to hang on another as its cause: what it was, without the request, headers and bodies it holds. */
export function withoutSecrets(error: unknown): Error {
  const source = error instanceof Error ? error : new Error(String(error));
  const clean = new Error(redact(source.message));
  clean.name = source.name;
  const code = errorCode(source);
  return code === null ? clean : Object.assign(clean, { code });
}

/** The `code` an error carries (`ECONNRESET`, …), or null. */
export function errorCode(error: unknown): string | null {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
