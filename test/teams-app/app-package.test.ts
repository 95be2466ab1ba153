import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { readTeamsApp } from '../../src/config/read-teams-app.ts';
import type { AppManifest } from '../../src/teams-app/app-manifest.ts';
import { buildAppPackage } from '../../src/teams-app/build-app-package.ts';
import { PORTAL_DOMAINS } from '../../src/teams-app/portal-domains.ts';
import { readZip } from '../support/read-zip.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';

const folder = join(__dirname, '../../manifest');
const appId = '11111111-2222-4333-8444-555555555555';
const packageOf = (env: Record<string, string> = {}, from = folder) => {
  const settings = readTeamsApp({ MicrosoftAppId: appId, ...env });
  return buildAppPackage(from, { ...settings, version: '0.1.0', PORTAL_DOMAINS: PORTAL_DOMAINS[settings.CLOUD] });
};
const manifestIn = async (archive: Buffer) =>
  JSON.parse((await readZip(archive)).get('manifest.json')!.toString('utf8')) as AppManifest;

/** A copy of the manifest's folder that a test may spoil. */
async function inCopy<T>(work: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'manifest-'));
  cpSync(folder, copy, { recursive: true });
  try {
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

describe('the Teams app package', () => {
  it('holds the manifest and both icons at its root, and nothing else', async () => {
    const files = await readZip(await packageOf());
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    for (const icon of ['color.png', 'outline.png'])
      expect(files.get(icon)?.equals(readFileSync(join(folder, icon)))).toBe(true);
  });

  it('needs nothing but the bot’s id; names and links have defaults', async () => {
    const manifest = await manifestIn(await packageOf());
    expect(manifest).toMatchObject({ id: appId, version: '0.1.0', name: { short: 'Dragoman' } });
    expect(manifest.bots.map((bot) => bot.botId)).toEqual([appId]);
    expect(JSON.stringify(manifest)).not.toMatch(/\$\{\{|\.example/);
  });

  it('takes names and links from the environment, whatever characters they have', async () => {
    const name = 'SOC "bot" \\ ${{version}}';
    const manifest = await manifestIn(
      await packageOf({ TEAMS_APP_NAME: name, TEAMS_APP_WEBSITE: 'https://intra.example/soc?a=1#help' }),
    );
    expect(manifest.name.short).toBe(name);
    expect(manifest.developer.websiteUrl).toBe('https://intra.example/soc?a=1#help');
  });

  it('is asked about links to the portals of its cloud, and only for people it knows', async () => {
    const handlers = async (env: Record<string, string>) =>
      (await manifestIn(await packageOf(env))).composeExtensions[0]?.messageHandlers;
    const value = { domains: ['security.microsoft.com', 'portal.azure.com'], supportsAnonymizedPayloads: false };
    expect(await handlers({})).toEqual([{ type: 'link', value }]);
    expect(await handlers({ CLOUD: 'usgovhigh' })).toMatchObject([
      { value: { domains: ['security.microsoft.us', 'portal.azure.us'] } },
    ]);
  });

  it('asks for no resource-specific consent, no device, and no page inside Teams', async () => {
    const manifest = await manifestIn(await packageOf());
    expect(Object.keys(manifest)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|devicePermissions|Tabs|webApplicationInfo/)]),
    );
    expect(manifest.validDomains).toEqual([]);
  });

  it('names every variable that is wrong, at once', () => {
    const env = { MicrosoftAppId: 'bot', TEAMS_APP_NAME: 'x'.repeat(31), TEAMS_APP_PRIVACY: 'http://plain.example' };
    expect(() => readTeamsApp(env)).toThrow(/MicrosoftAppId[^]*TEAMS_APP_NAME[^]*TEAMS_APP_PRIVACY/);
    expect(() => readTeamsApp({})).toThrow('MicrosoftAppId: found nothing; accepted: a GUID');
  });

  it('tells what is wrong with a manifest somebody edited', async () => {
    const spoilt: [string, (manifest: any) => unknown, string][] = [
      [
        'a placeholder nobody fills',
        (one) => ({ ...one, accentColor: '${{COLOR}}' }),
        'nothing is known of ${{COLOR}}',
      ],
      [
        'a long description',
        (one) => ({ ...one, description: { ...one.description, short: 'x'.repeat(81) } }),
        'description.short',
      ],
      [
        'no outline icon',
        (one) => ({ ...one, icons: { ...one.icons, outline: 'color.png' } }),
        'found a PNG of 192 x 192',
      ],
      ['an icon elsewhere', (one) => ({ ...one, icons: { ...one.icons, color: '../color.png' } }), 'icons.color'],
    ];
    for (const [, spoil, words] of spoilt) {
      await inCopy(async (copy) => {
        const manifest: unknown = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8'));
        writeFileSync(join(copy, 'manifest.json'), JSON.stringify(spoil(manifest)));
        await expect(packageOf({}, copy)).rejects.toThrow(words);
      });
    }
    await inCopy(async (copy) => {
      writeFileSync(join(copy, 'manifest.json'), '{');
      await expect(packageOf({}, copy)).rejects.toThrow('not JSON');
    });
  });
});

describeWithSpecs('the manifest schema 1.30', 'teams/manifest/MicrosoftTeams.v1.30.schema.json', (read) => {
  const longest = {
    TEAMS_APP_NAME: 'N'.repeat(30),
    CLOUD: 'china',
    TEAMS_APP_DEVELOPER: 'D'.repeat(32),
    TEAMS_APP_WEBSITE: `https://intra.example/${'x'.repeat(2_000)}`,
  };

  it.each([
    ['the defaults', {}],
    ['the longest values', longest],
  ])('accepts the packaged manifest with %s', async (_, env) => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addMetaSchema(draft6);
    const { $schema: _schema, ...schema } = read() as Record<string, unknown>;
    const validate = ajv.compile(schema);
    const isValid = validate(await manifestIn(await packageOf(env)));
    expect({ isValid, errors: validate.errors?.slice(0, 3) ?? null }).toEqual({ isValid: true, errors: null });
  });
});
