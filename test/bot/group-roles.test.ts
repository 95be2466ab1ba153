import { createGroupRoles } from '../../src/bot/group-roles.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const LEADS = '00000000-0000-4000-8000-0000000000f1';
const READERS = '00000000-0000-4000-8000-0000000000f2';
const NAMELESS = '00000000-0000-4000-8000-000000000002';
const raj = { objectId: '00000000-0000-4000-8000-000000000001', tenantId: 'contoso' };

/** Groups whose members, and whether they can be read, a test decides. */
function directory(members: Record<string, string[]>) {
  const clock = createFakeClock();
  const state = { members, reads: 0, isDown: false, isSilent: false };
  const roles = createGroupRoles({
    roleGroups: [
      { role: 'lead', groupId: LEADS },
      { role: 'viewer', groupId: READERS },
    ],
    groups: {
      async membersOf(groupId) {
        state.reads += 1;
        if (state.isSilent) return new Promise(() => undefined);
        if (state.isDown) throw new RemoteError('unreachable', 'Graph did not answer');
        const found = state.members[groupId];
        const named = (id: string) => ({ name: id === NAMELESS ? null : `Name of ${id}`, upn: null });
        return found === undefined ? null : new Map(found.map((id) => [id, named(id)]));
      },
    },
    clock,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return { clock, state, roles };
}

test('a group gives its members its role, and others nothing', async () => {
  const { roles } = directory({ [LEADS]: [raj.objectId], [READERS]: [] });
  expect(await roles.rolesOf(raj)).toEqual({ roles: ['lead'], isComplete: true });
  expect(await roles.rolesOf({ ...raj, objectId: 'somebody else' })).toEqual({ roles: [], isComplete: true });
});

test('the directory is asked once for everybody, and again after five minutes', async () => {
  const { roles, state, clock } = directory({ [LEADS]: [raj.objectId], [READERS]: [] });
  await Promise.all([roles.rolesOf(raj), roles.rolesOf(raj), roles.rolesOf({ ...raj, objectId: 'another' })]);
  expect(state.reads).toBe(2);
  state.members = { [LEADS]: [], [READERS]: [] };
  clock.advance(5 * 60_000 - 1);
  expect((await roles.rolesOf(raj)).roles).toEqual(['lead']);
  clock.advance(1);
  expect((await roles.rolesOf(raj)).roles).toEqual([]);
});

test('a group that is not there gives nobody anything', async () => {
  const { roles } = directory({ [READERS]: [raj.objectId] });
  expect(await roles.rolesOf(raj)).toEqual({ roles: ['viewer'], isComplete: true });
});

test('while the directory is down, what it said last is believed for an hour; then nobody has a role of a group', async () => {
  const { roles, state, clock } = directory({ [LEADS]: [raj.objectId], [READERS]: [] });
  await roles.rolesOf(raj);
  state.isDown = true;
  clock.advance(59 * 60_000);
  expect(await roles.rolesOf(raj)).toEqual({ roles: ['lead'], isComplete: true });
  clock.advance(60_000);
  expect(await roles.rolesOf(raj)).toEqual({ roles: [], isComplete: false });
});

test('a directory that fails is left alone for half a minute, and then asked again', async () => {
  const { roles, state, clock } = directory({ [LEADS]: [raj.objectId], [READERS]: [] });
  state.isDown = true;
  await roles.rolesOf(raj);
  await roles.rolesOf(raj);
  expect(state.reads).toBe(2);
  state.isDown = false;
  clock.advance(30_000);
  expect(await roles.rolesOf(raj)).toEqual({ roles: ['lead'], isComplete: true });
});

test('a click waits three seconds for a silent directory and no longer', async () => {
  const { roles, state, clock } = directory({ [LEADS]: [raj.objectId], [READERS]: [] });
  state.isSilent = true;
  const asked = roles.rolesOf(raj);
  clock.advance(3_000);
  expect(await asked).toEqual({ roles: [], isComplete: false });
});

test('people with a role are told from what is known, each once, without waiting; the next time knows more', async () => {
  const { roles, state, clock } = directory({ [LEADS]: [raj.objectId, NAMELESS], [READERS]: ['a reader'] });
  expect(roles.peopleWith('responder', 'contoso')).toEqual([]);
  await roles.rolesOf(raj);
  const known = [{ ...raj, upn: null, name: `Name of ${raj.objectId}` }];
  expect(roles.peopleWith('responder', 'contoso')).toEqual(known);
  expect(roles.peopleWith('responder', 'another')).toEqual([]);
  state.isSilent = true;
  clock.advance(10 * 60_000);
  expect(roles.peopleWith('responder', 'contoso')).toEqual(known);
});
