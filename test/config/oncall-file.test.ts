import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { OncallFile } from '../../src/config/oncall-file.ts';
import { readOncallFile } from '../../src/config/read-oncall-file.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const person = (n: number, upn: string) => ({ name: upn.split('@')[0]!, objectId: guid(n), upn });
const good = {
  people: [person(1, 'ana@contoso.com'), person(2, 'raj@contoso.com')],
  lead: 'raj@contoso.com',
  rotation: { people: ['ana@contoso.com', 'RAJ@contoso.com'], from: '2026-11-02T09:00', handover: '0 9 * * 1' },
};
const read = (content: unknown) =>
  readOncallFile(files.write(content), {
    timeZone: 'Europe/Berlin',
    known: [{ name: 'Ana', accounts: [{ tenantId: guid(9), objectId: guid(1), upn: 'ana@contoso.com' }] }],
    tenantId: guid(9),
    adminIds: [guid(2)],
    now: Date.parse('2026-11-02T12:00:00Z'),
  });
const faultsOf = (content: unknown) =>
  read(content).faults.map(({ variable, found, accepted }) => `${variable}: found ${found}; accepted: ${accepted}`);
const ics = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');
const event = (uid: string, who: string, from: string, until: string) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTART:${from}`,
  `DTEND:${until}`,
  `SUMMARY:${who}`,
  'END:VEVENT',
];

describe('ONCALL_FILE', () => {
  it('says whose turn it is, who leads, and when they are told', () => {
    const { oncall, faults } = read({ ...good, escalation: { low: { lead: 'P1D' } } });
    expect(faults).toEqual([]);
    expect(oncall).toMatchObject({
      timeZone: 'Europe/Berlin',
      lead: { name: 'raj', objectId: guid(2), quietHours: null },
      rotation: { from: Date.parse('2026-11-02T08:00:00Z'), people: [{ name: 'ana' }, { name: 'raj' }] },
      escalation: { low: { lead: 86_400 } },
    });
  });

  it('is told of every fault of its form at once, each with its place', () => {
    expect(
      faultsOf({
        timeZone: 'Europe/Berlinn',
        people: [{ ...person(1, 'ana@contoso.com'), quietHours: { from: '22:00', until: '7 am' } }],
        lead: 'ana@contoso.com',
        rotation: { people: [], from: '2026-02-30T09:00', handover: 'every monday' },
        escalation: { high: { mention: 'PT10M', direct: 'PT5M' } },
        handover: { conversation: 'SOC' },
        rotas: [],
      }),
    ).toEqual([
      'ONCALL_FILE: timeZone: found "Europe/Berlinn"; accepted: an IANA time zone, such as Europe/Berlin',
      'ONCALL_FILE: people[0].quietHours.until: found "7 am"; accepted: a time of day, such as 22:00',
      'ONCALL_FILE: rotation.people: found a list; accepted: at least one of people',
      'ONCALL_FILE: rotation.from: found "2026-02-30T09:00"; accepted: a local time such as 2026-11-02T09:00, or one with an offset',
      'ONCALL_FILE: rotation.handover: found "every monday"; accepted: a cron expression of five fields that comes up at most 24 times a day, such as 0 9 * * 1',
      'ONCALL_FILE: escalation.high.direct: found "PT5M"; accepted: more time than the step before has',
      'ONCALL_FILE: handover.conversation: found "SOC"; accepted: the id of a Teams conversation, such as 19:…@thread.tacv2, without ;messageid=',
      'ONCALL_FILE: rotas: found a key without a meaning; accepted: $schema, timeZone, people, lead, rotation, calendar, shifts, escalation, handover',
    ]);
  });

  it('refuses people it does not list, shifts that are empty or overlap, and a rota of nothing', () => {
    const shift = { person: 'ana@contoso.com', from: '2026-12-24T09:00', until: '2026-12-25T09:00' };
    expect(
      faultsOf({
        ...good,
        people: [...good.people, person(1, 'twin@contoso.com')],
        lead: 'lea@contoso.com',
        shifts: [
          shift,
          { ...shift, from: '2026-12-25T08:00', until: '2026-12-26T09:00' },
          { ...shift, person: 'zoe', until: '2026-12-24T09:00' },
        ],
        calendar: 'oncall.ics',
      }),
    ).toEqual([
      'ONCALL_FILE: people[2].objectId: found that of people[0]; accepted: each person once',
      'ONCALL_FILE: lead: found "lea@contoso.com"; accepted: the upn of somebody in people',
      'ONCALL_FILE: shifts[2].until: found "2026-12-24T09:00"; accepted: a time after its beginning',
      'ONCALL_FILE: shifts[2].person: found "zoe"; accepted: the upn of somebody in people',
      'ONCALL_FILE: shifts[2].from: found a time within shifts[0]; accepted: shifts that do not overlap',
      'ONCALL_FILE: shifts[1].from: found a time within shifts[0]; accepted: shifts that do not overlap',
      'ONCALL_FILE: calendar: found "oncall.ics"; accepted: nothing while there is a rotation',
      expect.stringContaining('which cannot be read (ENOENT)'),
    ]);
    const { rotation: _, ...empty } = good;
    expect(faultsOf(empty)).toEqual([
      'ONCALL_FILE: rotation: found nothing; accepted: a rotation, a calendar or shifts',
    ]);
  });

  it('reads a calendar beside it, and tells of its turns that are nobody’s, empty or overlap', () => {
    const { rotation: _, ...rest } = good;
    const name = files
      .write(ics(event('a', 'Ana', '20261102T080000Z', '20261103T080000Z')), 'rota.ics')
      .split('/')
      .at(-1)!;
    const { oncall, faults } = read({ ...rest, calendar: name });
    expect(faults).toEqual([]);
    expect(oncall!.calendar!.turnsBetween(0, Date.parse('2027-01-01'))).toHaveLength(1);
    files.write(
      ics(
        event('a', 'Ana', '20261102T080000Z', '20261103T080000Z'),
        event('b', 'raj@contoso.com', '20261103T070000Z', '20261104T080000Z'),
        event('c', 'Zoe', '20261105T070000Z', '20261105T080000Z'),
        event('d', 'Ana', '20261106T070000Z', '20261106T070000Z'),
      ),
      'rota.ics',
    );
    expect(faultsOf({ ...rest, calendar: name })).toEqual([
      'ONCALL_FILE: calendar: VEVENT c: found "Zoe"; accepted: the upn of somebody in people',
      'ONCALL_FILE: calendar: VEVENT d: found a turn of no length; accepted: an end after its beginning',
      'ONCALL_FILE: calendar: VEVENT b: found a turn that begins within VEVENT a, at 2026-11-03T07:00:00.000Z; accepted: turns that do not overlap',
    ]);
  });

  it('may be a calendar itself, of the people in PEOPLE_FILE, led by the first admin', () => {
    const { oncall, faults } = read(ics(event('a', 'ana@contoso.com', '20261102T080000Z', '20261103T080000Z')));
    expect(faults).toEqual([]);
    expect(oncall).toMatchObject({ people: [{ name: 'Ana', objectId: guid(1) }], lead: { objectId: guid(2) } });
    expect(faultsOf(ics(event('a', 'Zoe', '20261102T080000Z', '20261103T080000Z')))).toEqual([
      'ONCALL_FILE: VEVENT a: found "Zoe"; accepted: somebody of PEOPLE_FILE',
    ]);
  });

  describe('docs/contracts/oncall-file', () => {
    const contracts = join(__dirname, '../../docs/contracts');
    const kept: unknown = JSON.parse(readFileSync(join(contracts, 'oncall-file.schema.json'), 'utf8'));
    const page = readFileSync(join(contracts, 'oncall-file.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);

    it('has the schema the file is read with', () => {
      expect(kept).toEqual(z.toJSONSchema(OncallFile, { io: 'input' }));
    });

    it('has an example that the schema and the bot take', () => {
      const isValid = new Ajv2020().compile(kept as object);
      isValid(example);
      expect(isValid.errors).toBeNull();
      expect(faultsOf(example)).toEqual([]);
    });
  });
});
