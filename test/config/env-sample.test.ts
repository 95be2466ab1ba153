import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderEnvSample } from '../../src/config/render-env-sample.ts';

describe('.env.sample', () => {
  it('is what the schema describes', () => {
    expect(readFileSync(join(__dirname, '../../.env.sample'), 'utf8')).toBe(renderEnvSample());
  });
});
