import { z } from 'zod';
import { WRITABLE_SEVERITIES } from '../incident/severity.ts';
import { PAGE_STEPS } from '../oncall/escalation.ts';
import { readCron } from '../schedule/cron-fields.ts';
import { isTimeZone } from '../schedule/is-time-zone.ts';
import { fileDuration, fileObject } from './file-values.ts';
import { calendarTimes, conversationId, label } from './values.ts';

const GUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const UPN = 'a user principal name, such as ana@contoso.com';
const ZONE = 'an IANA time zone, such as Europe/Berlin';
const CLOCK = 'a time of day, such as 22:00';
const TIME = 'a local time such as 2026-11-02T09:00, or one with an offset';
const HANDOVER = 'a cron expression of five fields that comes up at most 24 times a day, such as 0 9 * * 1';
const CHANNEL = 'the id of a Teams conversation, such as 19:…@thread.tacv2, without ;messageid=';
const SOMEBODY = 'the upn of somebody in people';

const upn = z.string({ error: UPN }).regex(/^[^\s@]+@[^\s@]+$/, { error: UPN });
const zone = z.string({ error: ZONE }).refine(isTimeZone, { error: ZONE });
const clock = z.string({ error: CLOCK }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: CLOCK });
const somebody = z.string({ error: SOMEBODY }).min(1, { error: SOMEBODY });
const time = z.string({ error: TIME }).refine(isTime, { error: TIME });

function isTime(text: string): boolean {
  const [, local, offset] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::00)?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  if (local === undefined) return false;
  const read = Date.parse(`${local}Z`);
  const exists = !Number.isNaN(read) && new Date(read).toISOString().startsWith(local);
  return exists && !Number.isNaN(Date.parse(`${local}${offset ?? 'Z'}`));
}

const handover = z.string({ error: HANDOVER }).refine(
  (text) => {
    if (!calendarTimes.safeParse(text).success || text.trim().split(/\s+/).length !== 5) return false;
    const { minutes, hours } = readCron(text);
    return minutes.length * hours.length <= 24;
  },
  { error: HANDOVER },
);

const Person = fileObject({
  name: label(100, 'a name of at most 100 characters'),
  objectId: z.string({ error: 'an Entra object id (a GUID)' }).regex(GUID, { error: 'an Entra object id (a GUID)' }),
  upn,
  quietHours: fileObject({ from: clock, until: clock, timeZone: zone.optional() })
    .refine(({ from, until }) => from !== until, { error: 'two different times of day' })
    .optional(),
});

const Steps = fileObject(
  Object.fromEntries(PAGE_STEPS.map((step) => [step, fileDuration.optional()])) as Record<
    (typeof PAGE_STEPS)[number],
    z.ZodOptional<typeof fileDuration>
  >,
).superRefine((steps, context) => {
  let last = 0;
  for (const step of PAGE_STEPS) {
    const seconds = steps[step];
    if (seconds === undefined) continue;
    if (seconds <= last)
      context.addIssue({ code: 'custom', path: [step], message: 'more time than the step before has' });
    last = seconds;
  }
});

const PEOPLE = 'a list of people, at least one';

/** The file that says who is on call, and how somebody is told of what nobody acknowledged. */
export const OncallFile = fileObject({
  $schema: z.string({ error: 'an address' }).optional(),
  timeZone: zone.optional(),
  people: z.array(Person, { error: PEOPLE }).min(1, { error: PEOPLE }),
  lead: somebody,
  rotation: fileObject({
    people: z.array(somebody, { error: `a list of ${SOMEBODY}` }).min(1, { error: 'at least one of people' }),
    from: time,
    handover,
  }).optional(),
  calendar: z
    .string({ error: 'the path of an iCalendar file' })
    .min(1, { error: 'the path of an iCalendar file' })
    .optional(),
  shifts: z.array(fileObject({ person: somebody, from: time, until: time }), { error: 'a list of shifts' }).optional(),
  escalation: fileObject(
    Object.fromEntries(WRITABLE_SEVERITIES.map((severity) => [severity, Steps.optional()])) as Record<
      (typeof WRITABLE_SEVERITIES)[number],
      z.ZodOptional<typeof Steps>
    >,
  ).optional(),
  handover: fileObject({
    conversation: z
      .string({ error: CHANNEL })
      .refine((text) => conversationId.safeParse(text).success, { error: CHANNEL }),
  }).optional(),
});

export type OncallEntry = z.output<typeof OncallFile>;
export { SOMEBODY };
