import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_NAMES, failed, ok, warning } from '../../src/doctor/check.ts';
import type { Check, CheckName, Finding } from '../../src/doctor/check.ts';
import { renderTable } from '../../src/doctor/render-table.ts';
import { DoctorReport, examine } from '../../src/doctor/report.ts';

const page = readFileSync(join(__dirname, '../../docs/contracts/doctor.md'), 'utf8');
const about = { version: '1.2.3', now: () => new Date('2026-03-01T08:00:00Z') };

function check(name: CheckName, run: () => Promise<Finding>, connection: string | null = null): Check {
  return { name, subject: 'x', connection, run };
}

test('the documented example is a report', () => {
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
  expect(DoctorReport.parse(example)).toEqual(example);
});

test('every check is documented, and no other', () => {
  const documented = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(new Set(documented)).toEqual(new Set(CHECK_NAMES));
});

test('a check that breaks is a finding, and the others run all the same', async () => {
  const broken = check('bot', () => Promise.reject(new TypeError('oops')));
  const report = await examine([broken, check('database', async () => ok('fine'))], [], about);
  expect(DoctorReport.parse(report)).toMatchObject({
    ok: false,
    version: '1.2.3',
    checks: [
      { name: 'bot', status: 'failed', found: 'the check itself broke (TypeError: oops)' },
      { name: 'database', status: 'ok', advice: null },
    ],
  });
});

test('warnings are no failure', async () => {
  expect(await examine([check('bot', async () => warning('a', 'b'))], [], about)).toMatchObject({ ok: true });
});

test('the last checks begin when the others are done', async () => {
  const order: string[] = [];
  const slow = check('bot', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first');
    return ok('');
  });
  const last = check('clock', async () => {
    order.push('last');
    return ok('');
  });
  await examine([slow], [last], about);
  expect(order).toEqual(['first', 'last']);
});

test('what services and people wrote cannot carry secrets or play with the terminal', async () => {
  const hostile = 'rule \u001b[2J\u202Eevil\nclient_secret=hunter2 Bearer abc.def';
  const { checks } = await examine([check('bot', async () => failed(hostile, hostile))], [], about);
  for (const text of [checks[0]!.found, checks[0]!.advice]) {
    expect(text).toBe('rule [2J evil client_secret=[redacted] Bearer [token]');
  }
});

test('the table has a row a check, what to do below it, connections apart, and the sums', async () => {
  const report = await examine(
    [
      check('configuration', async () => ok('fine')),
      check('read.sentinel', async () => failed('HTTP 403', 'Grant it.'), 'tenant|workspace'),
    ],
    [check('clock', async () => warning('late', 'Wind it.'))],
    about,
  );
  expect(renderTable(report, new Map([['tenant|workspace', 'West']]))).toBe(
    [
      'Dragoman 1.2.3, checked 2026-03-01T08:00:00.000Z',
      '',
      'ok        configuration  x  fine',
      'warning   clock          x  late',
      '          -> Wind it.',
      '',
      'Connection West (tenant|workspace)',
      'failed    read.sentinel  x  HTTP 403',
      '          -> Grant it.',
      '',
      '1 ok, 1 warning, 1 failed',
    ].join('\n'),
  );
});
