import { post } from './api.js';
import { byId, el } from './dom.js';
import { setting } from './settings.js';
import { orToast } from './toast.js';

let thread = null;

/** Draws the box to type in. Commands are offered as one types; the bot is mentioned by itself. */
export function showComposer(conversation, commands) {
  thread = null;
  const isPersonal = conversation?.kind === 'personal';
  const input = el('input', {
    type: 'text',
    id: 'composer-text',
    autocomplete: 'off',
    list: 'composer-commands',
    placeholder: isPersonal ? 'Type a message' : 'Type a message @Dragoman',
    'aria-label': isPersonal ? 'Message to Dragoman' : 'Message; Dragoman is mentioned for you',
  });
  const form = el(
    'form',
    { class: 'composer', onsubmit: (event) => void send(event, input) },
    el('p', { class: 'replying', id: 'replying', hidden: true }),
    el(
      'div',
      { class: 'composer-row' },
      !isPersonal && el('span', { class: 'mention' }, '@Dragoman'),
      input,
      el('button', { type: 'submit', class: 'primary' }, 'Send'),
    ),
    el('datalist', { id: 'composer-commands' }, ...commands.map((command) => el('option', { value: command }))),
  );
  byId('composer').replaceChildren(form);
}

/** The next message answers in this thread. */
export function replyIn(root) {
  thread = root;
  const note = byId('replying');
  note.hidden = false;
  note.replaceChildren(
    `Replying to ${root.from}: ${(root.summary ?? root.text ?? '').slice(0, 60)} `,
    el('button', { type: 'button', class: 'plain', onclick: stopReplying }, 'New conversation instead'),
  );
  byId('composer-text').focus();
}

function stopReplying() {
  thread = null;
  byId('replying').hidden = true;
  byId('composer-text').focus();
}

async function send(event, input) {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  const said = {
    person: setting('person'),
    conversation: setting('conversation'),
    text,
    ...(thread ? { replyTo: thread.id } : {}),
  };
  const answer = await orToast(() => post('/api/say', said));
  if (answer === undefined) input.value = text;
}
