import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { COMMANDS } from '../../src/bot/commands.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';

const folder = join(__dirname, '../../manifest');
const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
const filled = JSON.parse(text.replaceAll('${{MicrosoftAppId}}', '11111111-2222-4333-8444-555555555555')) as {
  icons: Record<string, string>;
  bots: { commandLists: { commands: { title: string; description: string }[] }[] }[];
};

describe('the app manifest', () => {
  it('offers commands of the table, in its words', () => {
    const offered = filled.bots.flatMap((bot) => bot.commandLists).flatMap((list) => list.commands);
    expect(offered.length).toBeGreaterThan(0);
    for (const { title, description } of offered) {
      expect(COMMANDS.find((command) => command.name === title)?.summary).toBe(description);
    }
  });

  it.each([
    ['color', 192],
    ['outline', 32],
  ])('has a %s icon of %d pixels', (name, size) => {
    const png = readFileSync(join(folder, filled.icons[name]!));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});

describeWithSpecs('the manifest schema 1.30', 'teams/manifest/MicrosoftTeams.v1.30.schema.json', (read) => {
  it('accepts the manifest once the bot id is filled in', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addMetaSchema(draft6);
    const { $schema: _, ...schema } = read() as Record<string, unknown>;
    const validate = ajv.compile(schema);
    const isValid = validate(filled);
    expect({ isValid, errors: validate.errors?.slice(0, 3) ?? null }).toEqual({ isValid: true, errors: null });
  });
});
