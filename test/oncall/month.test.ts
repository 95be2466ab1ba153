import fc from 'fast-check';
import { createEscalationWatch } from '../../src/oncall/watch-escalations.ts';
import { createOncallDesk } from '../../src/oncall/create-oncall-desk.ts';
import { openState } from '../../src/incident/state.ts';
import type { IncidentEvent } from '../../src/sync/history/event.ts';
import type { QuietHours } from '../../src/sync/ports/oncall.ts';
import type { PageSubject } from '../../src/sync/ports/notice-records.ts';
import { DEFAULT_ESCALATION } from '../../src/oncall/escalation.ts';
import { SOC, createClockWorld } from '../support/clock-world.ts';
import { aConversation } from '../support/notices.ts';
import { aPolicy, ana, lea, raj } from '../support/rotas.ts';
import { aView } from '../support/views.ts';

/** A month around the end of summer time in Berlin, minute by minute; the process dies now and then. */

const MINUTE = 60_000;
const START = '2026-10-05T07:00:00.000Z';
const MINUTES = 28 * 24 * 60;

type Doing = 'person' | 'portal' | 'comment' | 'rule' | 'machine' | 'closing' | 'nothing';
const story = fc.record({
  at: fc.integer({ min: 1, max: MINUTES - 2_000 }),
  severity: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
  doing: fc.constantFrom<Doing>('person', 'portal', 'comment', 'rule', 'machine', 'closing', 'nothing'),
  after: fc.integer({ min: 1, max: 150 }),
});

const EVENTS: Record<Exclude<Doing, 'nothing'>, Partial<IncidentEvent>> = {
  person: { field: 'owner', now: { upn: 'ana@contoso.com', objectId: null, name: null }, origin: 'chat' },
  portal: { field: 'state', now: openState('active'), origin: 'defender' },
  comment: { kind: 'commented', origin: 'sentinel', now: 'On it' },
  closing: { field: 'state', now: { ...openState('new'), status: 'closed' }, origin: 'sentinel' },
  rule: {
    field: 'owner',
    now: { upn: 'ana@contoso.com', objectId: null, name: null },
    origin: 'rule',
    isMachine: true,
  },
  machine: { field: 'state', now: openState('active'), origin: 'defender', isMachine: true },
};

/** What a wall clock says, told apart from the code under test. */
function isQuiet(hours: QuietHours | null, instant: number): boolean {
  if (hours === null) return false;
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: hours.timeZone }).format(instant);
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  return hours.from > hours.until
    ? minute >= hours.from || minute < hours.until
    : minute >= hours.from && minute < hours.until;
}

test('nobody is told twice or in quiet hours, and nothing stays unacknowledged unheard of', async () => {
  const property = fc.asyncProperty(
    fc.array(story, { minLength: 5, maxLength: 25 }),
    fc.array(fc.integer({ min: 1, max: MINUTES }), { maxLength: 6 }),
    async (stories, crashes) => {
      const world = await createClockWorld(START);
      await world.stop();
      for (const { objectId } of [ana, raj, lea])
        await world.chat.saveConversation(
          aConversation({ id: `chat-${objectId}`, kind: 'personal', personObjectId: objectId }),
        );
      const policy = aPolicy();
      const overrides = { overrides: async () => [], addOverride: async () => undefined };
      const oncall = createOncallDesk({ ...world, policy, overrides });
      const create = () => createEscalationWatch({ ...world, policy, oncall, onTold: () => undefined });
      let watch = create();
      /** Done in a portal, and not known before the incident is read again. */
      const unseen = new Map<number, Partial<IncidentEvent>>();
      const see = (number: number) => {
        const event = unseen.get(number);
        unseen.delete(number);
        if (event !== undefined) world.happen(number, event, false);
      };
      world.desk.onReadAfresh = see;
      const due = new Map<number, (() => void)[]>();
      const plan = (minute: number, work: () => void) => due.set(minute, [...(due.get(minute) ?? []), work]);
      for (const [index, { at, severity, doing, after }] of stories.entries()) {
        const number = index + 1;
        plan(at, () => {
          const createdAt = world.clock.now().toISOString();
          world.desk.add(aView({ number, severity, createdAt }));
          world.stories.set(number, { incident: number, severity, owner: null, events: [] });
          world.happen(number, { kind: 'opened', origin: 'defender', now: openState('new') });
          void world.chat.addCard({
            id: `card-${number}`,
            incident: number,
            conversationId: SOC,
            kind: 'root',
            threadId: `${SOC};messageid=${number}`,
            activityId: String(number),
            shownVersion: 1,
            shownHash: null,
            shownReadOnly: null,
            attempts: 0,
            notBefore: createdAt,
            error: null,
            createdAt,
          });
        });
        if (doing !== 'nothing')
          plan(at + after, () => {
            const when = { at: world.clock.now().toISOString(), before: null };
            unseen.set(number, { ...EVENTS[doing], ...when });
            if (doing === 'person' || doing === 'rule') see(number);
          });
      }
      for (const crash of crashes)
        plan(crash, () => {
          watch.stop();
          watch = create();
        });
      await watch.look();
      for (let minute = 1; minute <= MINUTES; minute += 1) {
        world.clock.advance(MINUTE);
        for (const work of due.get(minute) ?? []) work();
        await watch.look();
        // Teams takes whatever is said.
        for (const [id, notice] of world.chat.notices) world.chat.notices.set(id, { ...notice, activityId: id });
      }
      watch.stop();

      const pages = [...world.chat.notices.values()].map(({ subject, createdAt, key }) => ({
        key,
        at: Date.parse(createdAt),
        page: subject as PageSubject,
      }));
      expect(new Set(pages.map(({ key }) => key)).size).toBe(pages.length);
      const hoursOf = new Map([ana, raj, lea].map(({ objectId, quietHours }) => [objectId, quietHours]));
      for (const { at, page } of pages)
        if (page.severity !== 'high') expect(isQuiet(hoursOf.get(page.person.objectId)!, at)).toBe(false);
      for (const [index, { at, severity, doing, after }] of stories.entries()) {
        const own = pages.filter(({ page }) => page.incident === index + 1);
        const begun = Date.parse(START) + at * MINUTE;
        const isTakenUp = ['person', 'portal', 'comment', 'closing'].includes(doing);
        const takenUpAt = isTakenUp ? begun + after * MINUTE : Number.POSITIVE_INFINITY;
        for (const page of own) expect(page.at).toBeLessThan(takenUpAt);
        const seconds = severity === 'low' ? null : DEFAULT_ESCALATION[severity]!.lead!;
        if (seconds === null) {
          expect(own).toEqual([]);
          continue;
        }
        const steps = DEFAULT_ESCALATION[severity as 'high' | 'medium']!;
        // Whoever is on call has as long before the lead is told as the file gives them, however late they were told.
        const before = own.findLast(({ page }) => page.step !== 'lead');
        const given = before === undefined ? 0 : before.at + (seconds - steps[before.page.step]!) * 1000;
        let deadline = Math.max(begun + seconds * 1000, given);
        while (severity !== 'high' && isQuiet(lea.quietHours, deadline)) deadline += MINUTE;
        const reached = own.find(({ page }) => page.step === 'lead');
        if (reached !== undefined && before !== undefined) expect(reached.at).toBeGreaterThanOrEqual(given);
        if (takenUpAt > deadline) expect(reached!.at).toBeLessThanOrEqual(deadline + MINUTE);
        else expect(reached).toBeUndefined();
      }
      expect(world.errors).toEqual([]);
    },
  );
  await fc.assert(property, { numRuns: 6, endOnFailure: true });
}, 120_000);
