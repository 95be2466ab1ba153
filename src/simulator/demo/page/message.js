import { post } from './api.js';
import { opensForm, renderCard } from './card.js';
import { el } from './dom.js';
import { mentionedNames, renderMarkdown } from './markdown.js';
import { setting } from './settings.js';
import { openTaskDialog } from './task-dialog.js';
import { timeElement } from './time.js';
import { orToast, toast } from './toast.js';

/** One message: who, when, what, and a mark when it was changed since. */
export function messageElement(message) {
  const article = el(
    'article',
    {
      class: `message ${message.isBot ? 'from-bot' : 'from-person'}`,
      'data-id': message.id,
      'aria-label': label(message),
    },
    el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(message.from)),
  );
  const head = el('p', { class: 'message-head' }, el('strong', {}, message.from), timeElement(message.postedAt));
  if (message.edited > 0)
    head.append(el('span', { class: 'edited', title: `Changed ${message.edited} times` }, 'Edited'));
  const bubble = el('div', { class: 'bubble' }, head);
  if (message.deleted) bubble.append(el('p', { class: 'gone' }, 'This message was deleted.'));
  if (message.text) bubble.append(textElement(message));
  if (message.card) bubble.append(cardElement(message));
  article.append(bubble);
  return article;
}

const label = (message) => `${message.from}: ${message.summary ?? message.text ?? 'a card'}`;

export const initials = (name) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

function textElement(message) {
  const element = el('div', { class: 'text' });
  const names = mentionedNames(message.entities);
  if (message.isBot && message.textFormat === 'markdown') element.innerHTML = renderMarkdown(message.text, names);
  else element.textContent = message.text;
  for (const anchor of element.querySelectorAll('a')) {
    anchor.addEventListener('click', (event) => {
      event.preventDefault();
      toast(`Link: ${anchor.href}`);
    });
  }
  return element;
}

function cardElement(message) {
  const frame = el('div', { class: 'card' });
  const note = el('p', { class: 'card-note', role: 'status' });
  const drawn = renderCard(message.card, {
    theme: setting('theme'),
    onLink: (url) => toast(`Link: ${url}`),
    onPress: (action, inputs) => void press(message, action, inputs, frame, note),
  });
  frame.append(drawn, note);
  return frame;
}

/** Sends a tap the way Teams would, and shows what comes back under the card, to this person only. */
async function press(message, action, inputs, frame, note) {
  const person = setting('person');
  const tap = { person, message: message.id, action, inputs };
  frame.setAttribute('aria-busy', 'true');
  note.textContent = '';
  try {
    if (opensForm(action)) {
      const { outcome } = await post('/api/open-form', tap);
      if (outcome.kind === 'form') openTaskDialog(person, outcome.dialog);
      else say(note, outcome);
    } else if (action.type === 'Action.Execute') {
      say(note, (await post('/api/execute', tap)).outcome);
    } else {
      await orToast(() => post('/api/submit', tap));
    }
  } catch (error) {
    say(note, { kind: 'error', text: error.message });
  } finally {
    frame.removeAttribute('aria-busy');
  }
}

/** The words stay under the card until it is drawn anew; a toast says them too, for when it is. */
function say(note, outcome) {
  if (outcome.kind !== 'message' && outcome.kind !== 'error') return;
  note.textContent = outcome.text;
  note.classList.toggle('is-error', outcome.kind === 'error');
  toast(outcome.text, outcome.kind === 'error' ? 'error' : 'info');
}
