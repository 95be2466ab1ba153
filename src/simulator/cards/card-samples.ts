import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import type { JsonObject } from '../teams/json.ts';

/** A card ready to be drawn, under the name of its template. */
export interface NamedCard {
  name: string;
  card: JsonObject;
}

const SAMPLE = '.sample.json';

/** Every template of `adaptive-cards/` with its sample data filled in, by name. Throws for one without samples. */
export async function cardSamples(projectRoot: string): Promise<NamedCard[]> {
  const folder = join(projectRoot, 'adaptive-cards');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const names = files.filter((file) => !file.endsWith(SAMPLE)).map((file) => file.slice(0, -'.json'.length));
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8')) as JsonObject;
  return Promise.all(
    names.toSorted().map(async (name) => {
      const [template, sample] = await Promise.all([read(`${name}.json`), read(`${name}${SAMPLE}`)]);
      return { name, card: new Template(template).expand({ $root: sample }) as JsonObject };
    }),
  );
}
