import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCommandsPage } from '../../src/bot/render-commands-page.ts';

test('docs/commands.md is what the command table says', () => {
  expect(readFileSync(join(__dirname, '../../docs/commands.md'), 'utf8')).toBe(renderCommandsPage());
});
