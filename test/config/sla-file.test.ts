import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { SlaFile, readSlaFile } from '../../src/config/sla-file.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const faultsOf = (content: unknown) =>
  readSlaFile(files.write(content)).faults.map(
    ({ variable, found, accepted }) => `${variable}: found ${found}; accepted: ${accepted}`,
  );
const DURATION = 'an ISO 8601 duration of at least a minute and at most a year, such as PT15M, PT8H or P2D';
const CRON = 'a cron expression that comes up at most once a day, such as 0 9 * * 1-5';

describe('SLA_FILE', () => {
  it('says how long people have, in seconds, and when stale incidents are brought to mind', () => {
    const path = files.write({
      deadlines: { high: { acknowledge: 'PT15M', close: 'PT8H' }, low: { close: 'P7D' } },
      stale: { after: 'P3D' },
    });
    expect(readSlaFile(path)).toEqual({
      sla: {
        deadlines: { high: { acknowledge: 900, close: 28_800 }, low: { close: 604_800 } },
        stale: { afterSeconds: 259_200, remindAt: '0 9 * * *' },
      },
      faults: [],
    });
  });

  it('is told of every fault at once, each with its place', () => {
    expect(
      faultsOf({
        deadlines: {
          high: { acknowledge: '15 minutes', close: 'PT30S' },
          low: { acknowlege: 'PT1H' },
          severe: {},
        },
        stale: { after: 'P2Y', remindAt: '*/5 9 * * *' },
      }),
    ).toEqual([
      `SLA_FILE: deadlines.high.acknowledge: found "15 minutes"; accepted: ${DURATION}`,
      `SLA_FILE: deadlines.high.close: found "PT30S"; accepted: ${DURATION}`,
      'SLA_FILE: deadlines.low.acknowlege: found a key without a meaning; accepted: acknowledge, close',
      'SLA_FILE: deadlines.severe: found a key without a meaning; accepted: high, medium, low, informational',
      `SLA_FILE: stale.after: found "P2Y"; accepted: ${DURATION}`,
      `SLA_FILE: stale.remindAt: found "*/5 9 * * *"; accepted: ${CRON}`,
    ]);
  });

  it('is refused where more time is given to acknowledge than to close, and where it is no such file', () => {
    expect(faultsOf({ deadlines: { high: { acknowledge: 'P2D', close: 'P1D' } } })).toEqual([
      'SLA_FILE: deadlines.high.acknowledge: found more time than there is to close it; accepted: no longer than the deadline for closing',
    ]);
    expect(faultsOf([])).toEqual(['SLA_FILE: found a list; accepted: an object with $schema, deadlines, stale']);
    expect(faultsOf('{')).toEqual([expect.stringContaining('which is not JSON')]);
  });

  describe('docs/contracts/sla-file', () => {
    const contracts = join(__dirname, '../../docs/contracts');
    const kept: unknown = JSON.parse(readFileSync(join(contracts, 'sla-file.schema.json'), 'utf8'));
    const page = readFileSync(join(contracts, 'sla-file.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);

    it('has the schema the file is read with', () => {
      expect(kept).toEqual(z.toJSONSchema(SlaFile, { io: 'input' }));
    });

    it('has an example that the schema and the bot take', () => {
      const isValid = new Ajv2020().compile(kept as object);
      isValid(example);
      expect(isValid.errors).toBeNull();
      expect(readSlaFile(files.write(example)).faults).toEqual([]);
    });
  });
});
