import { z } from 'zod';

const text = (most: number) => z.string().min(1).max(most);
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'not a GUID');
const link = z.url({ protocol: /^https$/ }).max(2_048);
const icon = z.string().regex(/^[\w-]+\.png$/, 'not the name of a PNG file beside the manifest');

const CommandList = z.looseObject({
  scopes: z.array(z.enum(['team', 'personal', 'groupChat'])).min(1),
  commands: z
    .array(z.looseObject({ title: text(128), description: text(4_000) }))
    .min(1)
    .max(12),
});

/**
 * What Teams refuses in the parts of a manifest 1.30 that we use, so that a manifest somebody edited is told apart
 * before it is uploaded. The limits are those of the published schema, to which a test holds the result.
 */
export const AppManifest = z.looseObject({
  manifestVersion: z.literal('1.30'),
  version: z.string().regex(/^\d+\.\d+\.\d+/, 'not a version such as 1.2.3'),
  id: guid,
  developer: z.looseObject({ name: text(32), websiteUrl: link, privacyUrl: link, termsOfUseUrl: link }),
  name: z.looseObject({ short: text(30), full: text(100) }),
  description: z.looseObject({ short: text(80), full: text(4_000) }),
  icons: z.looseObject({ color: icon, outline: icon }),
  accentColor: z.string().regex(/^#[0-9a-f]{6}$/i, 'not a colour such as #2B3A67'),
  bots: z.array(z.looseObject({ botId: guid, commandLists: z.array(CommandList).max(3) })).length(1),
  composeExtensions: z
    .array(
      z.looseObject({
        botId: guid,
        commands: z.array(z.looseObject({ id: text(64), title: text(32), description: text(128) })).max(10),
        messageHandlers: z
          .array(z.looseObject({ value: z.looseObject({ domains: z.array(text(2_048)).min(1) }) }))
          .max(5),
      }),
    )
    .max(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])).max(2),
  validDomains: z.array(text(2_048)).max(100),
});
export type AppManifest = z.infer<typeof AppManifest>;

/** The manifest, its icons or its package cannot be used. One message that names every fault. */
export class TeamsAppError extends Error {
  override readonly name = 'TeamsAppError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The Teams app cannot be packaged:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}
