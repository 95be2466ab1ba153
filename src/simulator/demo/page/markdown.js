/**
 * Text as Teams shows it: bold, italic, lists and links, and addresses that become links by themselves.
 * Nothing else of Markdown, and no HTML. Mentions are only what the message declares as one.
 */
const parser = globalThis.markdownit('zero', { html: false, linkify: true, breaks: false });
// Some clients take addresses without names for links too; none of them is to find one.
parser.linkify.set({ fuzzyIP: true });
parser.enable(['emphasis', 'link', 'list', 'escape', 'entity', 'newline', 'autolink', 'linkify']);

parser.inline.ruler.before('text', 'mention', (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== 0x3c) return false;
  const found = /^<at>([^<]*)<\/at>/.exec(state.src.slice(state.pos));
  if (!found || !state.env.mentions?.includes(found[1])) return false;
  if (!silent) state.push('mention', '', 0).content = found[1];
  state.pos += found[0].length;
  return true;
});
parser.renderer.rules.mention = (tokens, index) =>
  `<span class="mention">${parser.utils.escapeHtml(tokens[index].content)}</span>`;

/** HTML of a text; `mentions` are the names that stand in `<at>` and are known to be people. */
export const renderMarkdown = (text, mentions = []) => parser.render(text, { mentions });

/** The names a message's or card's mention entities declare. */
export const mentionedNames = (entities) =>
  (Array.isArray(entities) ? entities : [])
    .filter((entity) => entity?.type === 'mention')
    .map((entity) => String(entity.text ?? '').replace(/^<at>|<\/at>$/g, ''));
