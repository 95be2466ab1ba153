import { AppManifest, TeamsAppError } from './app-manifest.ts';

/** What the placeholders of the manifest, `${{name}}`, stand for. A list fills the list it stands in. */
export type Placeholders = Readonly<Record<string, string | readonly string[]>>;

/**
 * The manifest with its placeholders filled in, and checked. They are replaced in the parsed texts, so a value cannot
 * break out of the one it stands in.
 * @throws TeamsAppError that names every fault
 */
export function renderManifest(template: string, placeholders: Placeholders): AppManifest {
  const unknown = new Set<string>();
  const fill = (text: string): string | readonly string[] => {
    const alone = placeholders[/^\$\{\{([^}]*)\}\}$/.exec(text)?.[1]?.trim() ?? ''];
    if (alone !== undefined) return alone;
    return text.replace(/\$\{\{([^}]*)\}\}/g, (whole, name: string) => {
      const value = placeholders[name.trim()];
      if (typeof value !== 'string') unknown.add(whole);
      return typeof value === 'string' ? value : whole;
    });
  };
  const filled = fillAll(parse(template), fill);
  if (unknown.size > 0) throw new TeamsAppError([...unknown].map((one) => `manifest.json: nothing is known of ${one}`));
  const result = AppManifest.safeParse(filled);
  if (result.success) return filled as AppManifest;
  throw new TeamsAppError(
    result.error.issues.map(({ path, message }) => `manifest.json: ${path.join('.') || 'the whole'}: ${message}`),
  );
}

function parse(template: string): unknown {
  try {
    return JSON.parse(template) as unknown;
  } catch (error) {
    throw new TeamsAppError([`manifest.json: not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function fillAll(value: unknown, fill: (text: string) => string | readonly string[]): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => (typeof item === 'string' ? fill(item) : [fillAll(item, fill)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillAll(member, fill)]));
}
