import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/bot/commands.ts';

const { bots } = JSON.parse(readFileSync(join(__dirname, '../../manifest/manifest.json'), 'utf8')) as {
  bots: { commandLists: { commands: { title: string; description: string }[] }[] }[];
};

test('the manifest offers commands of the table, in its words', () => {
  const offered = bots.flatMap((bot) => bot.commandLists).flatMap((list) => list.commands);
  expect(offered.length).toBeGreaterThan(0);
  for (const { title, description } of offered) {
    expect(COMMANDS.find((command) => command.name === title)?.summary).toBe(description);
  }
});
