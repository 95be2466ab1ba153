import { z } from 'zod';

const Target = z.object({ error: z.object({ target: z.string() }) });

/**
 * Which of the properties we sent a refusal is about, or null. Services name it in `error.target`, by its
 * quoted name, by the quoted value they could not take (`'inProgress'`), or in plain words; a name in plain
 * words is believed last, because "status" is also a word of sentences ("status code").
 */
export function namedProperty(sent: unknown, message: string, answer?: unknown): string | null {
  const properties = sentProperties(sent);
  const names = properties.map(([name]) => name);
  const target = Target.safeParse(answer).data?.error.target.split(/[./]/).at(-1)?.toLowerCase();
  const values = properties.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return (
    names.find((name) => name.toLowerCase() === target) ??
    names.find((name) => quoted(name).test(message)) ??
    values.find(([, value]) => value.length > 2 && quoted(value).test(message))?.[0] ??
    names.find((name) => new RegExp(`\\b${literal(name)}\\b(?!\\s*code)`, 'i').test(message)) ??
    null
  );
}

/** The properties of the body; Sentinel's are one level down. */
function sentProperties(sent: unknown): [string, unknown][] {
  const body = z.record(z.string(), z.unknown()).safeParse(sent).data ?? {};
  const nested = z.record(z.string(), z.unknown()).safeParse(body['properties']).data;
  return Object.entries(nested ?? body);
}

function quoted(text: string): RegExp {
  return new RegExp(`['"\`‘“]${literal(text)}['"\`’”]`, 'i');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
