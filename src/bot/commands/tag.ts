import { foldTag, uniqueTags } from '../../incident/tags.ts';
import { actAsTyped } from '../typed-action.ts';
import type { Args, Command } from './command.ts';

export const tag: Command = {
  name: 'tag',
  usage: 'tag <id> +a -b',
  verb: 'tag',
  role: 'responder',
  summary: 'Adds and removes tags; put one with spaces in quotes: +"data loss".',
  discloses: true,
  parse(args) {
    const [reference] = args.words;
    const edits = readEdits(args);
    if (reference === undefined || edits === null) return null;
    return (call) =>
      actAsTyped(call, reference.text, 'tag', ({ tags }) => {
        const kept = tags.filter((one) => !edits.removed.has(foldTag(one)));
        return { ask: { kind: 'tags', tags: uniqueTags([...kept, ...edits.added]), shown: tags } };
      });
  },
};

function readEdits(args: Args): { added: string[]; removed: Set<string> } | null {
  const text = args.textFrom(1);
  const edits = Array.from(text.matchAll(/([+-])(?:"([^"]+)"|([^\s"]+))\s*/g));
  const isAllRead = edits.reduce((length, [whole]) => length + whole.length, 0) === text.length;
  if (edits.length === 0 || !isAllRead) return null;
  const signed = edits.map(([, sign, quoted, bare]) => ({ sign, tag: quoted ?? bare ?? '' }));
  return {
    added: signed.filter(({ sign }) => sign === '+').map((edit) => edit.tag),
    removed: new Set(signed.filter(({ sign }) => sign === '-').map((edit) => foldTag(edit.tag))),
  };
}
