import type { Known } from '../../src/sync/ports/known.ts';
import type { CredentialExpiry } from '../../src/sync/ports/credential-expiry.ts';
import { watchCredentials } from '../../src/sync/report/watch-credentials.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const clock = createFakeClock();
const DAY = 24 * 3_600_000;

function watched(answer: () => Known<CredentialExpiry | null>) {
  let reads = 0;
  const port = {
    clientId: 'app',
    read: async () => {
      reads += 1;
      return answer();
    },
  };
  return { tell: watchCredentials([{ purpose: 'the bot', port }], clock), reads: () => reads };
}

const inDays = (days: number): Known<CredentialExpiry> => {
  const expiresAt = new Date(clock.now().getTime() + days * DAY).toISOString();
  return { known: true, value: { kind: 'client secret', expiresAt } };
};

test('a credential that expires within a month is told, with what it is for and what to do', async () => {
  const answer = inDays(12);
  const { tell, reads } = watched(() => answer);
  expect(await tell()).toMatchObject([
    {
      key: expect.stringContaining('credential/app'),
      sentence: expect.stringContaining('for the bot (application app)'),
    },
  ]);
  expect((await tell())[0]!.sentence).toContain('in 12 days');
  expect(reads()).toBe(1);
});

test('one that is good for long, does not expire or cannot be read is no trouble', async () => {
  for (const answer of [
    inDays(90),
    { known: true, value: null } as const,
    { known: false, reason: 'HTTP 403', isPassing: false } as const,
  ])
    expect(await watched(() => answer).tell()).toEqual([]);
});

test('a renewal is seen within a day', async () => {
  let answer = inDays(2);
  const { tell } = watched(() => answer);
  expect(await tell()).toHaveLength(1);
  answer = inDays(365);
  clock.advance(DAY);
  expect(await tell()).toEqual([]);
});
