import { COMMANDS } from './commands.ts';

/**
 * The text of `docs/commands.md`: the command table, for people. To write it again: `node --input-type=module -e
 * "console.log((await import('./src/bot/render-commands-page.ts')).renderCommandsPage().trimEnd())" > docs/commands.md`
 */
export function renderCommandsPage(): string {
  const rows = COMMANDS.map(({ usage, role, summary }) =>
    [`\`${usage}\``, role ?? 'anyone', summary.replaceAll('<', '\\<')].map(cell),
  );
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((text, at) => text.padEnd(widths[at]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${INTRO}\n${[line(HEAD), rule, ...rows.map(line)].join('\n')}\n`;
}

const HEAD = ['say', 'role', 'what it does'] as const;

const INTRO = `# What people can say

In a channel or group chat after \`@Dragoman\`, in a chat of one's own without it. \`help\` shows everybody what they may
do. A role includes those it needs: a lead is a responder and a viewer too, a manager is a viewer. \`<id>\` is \`#N\`, the
number on the card; either system's id, a portal link or a title do as well. What tells of incidents is answered only
where an admin said \`bind\`, where \`DIGEST_TO\` sends digests, and in a chat of one's own. Made from the command table
in \`src/bot/commands.ts\`; a test holds it to that.
`;

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
