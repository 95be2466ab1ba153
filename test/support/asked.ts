import type { Ask, Desk } from '../../src/sync/ports/desk.ts';

/** What somebody asks for in chat, as a script tells it: the list that tags were changed from need not be told. */
export type Asked = Ask | { kind: 'tags'; tags: string[] };

/** By default, whoever changes a list of tags looks at the incident just then. */
export async function meant(desk: Desk, asked: Asked, incident: number): Promise<Ask> {
  if (asked.kind !== 'tags' || 'shown' in asked) return asked;
  return { ...asked, shown: (await desk.view(incident))?.tags ?? [] };
}
