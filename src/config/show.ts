/** A value as people are shown it in a fault, a secret only by its length. */
export function show(found: unknown, isSecret = false): string {
  if (found === undefined) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object' && found !== null) return 'an object';
  if (typeof found !== 'string') return JSON.stringify(found);
  if (isSecret) return `[redacted, ${found.length} characters]`;
  return JSON.stringify(found.length > 80 ? `${found.slice(0, 80)}…` : found);
}
