import { post } from './api.js';
import { byId, el } from './dom.js';
import { messageElement } from './message.js';
import { setting } from './settings.js';

/** What each message looked like when it was drawn last, so that only what changed is drawn again. */
const drawn = new Map();
const refreshed = new Set();

/** Teams asks a card for news when it comes into sight: once for each state of it and each person. */
const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    const { key, asksForRefresh, id } = target.dataset;
    if (!isIntersecting || asksForRefresh !== 'yes' || refreshed.has(key)) continue;
    refreshed.add(key);
    post('/api/refresh', { person: setting('person'), message: id }).catch(() => undefined);
  }
});

/** Forgets what was drawn: for another conversation, person or theme. */
export function clearMessages() {
  drawn.clear();
  byId('messages').replaceChildren();
}

/** Draws the threads of the conversation. `onReply(thread)` is called for the thread to answer in. */
export function showMessages(threads, { isChannel, onReply }) {
  const list = byId('messages');
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const sections = threads.map((thread) => threadElement(list, thread, isChannel, onReply));
  for (const section of Array.from(list.children)) if (!sections.includes(section)) section.remove();
  sections.forEach((section, index) => {
    if (list.children[index] !== section) list.insertBefore(section, list.children[index] ?? null);
  });
  if (threads.length === 0) list.append(el('p', { class: 'empty' }, 'Nothing here yet. Mention the bot to begin.'));
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
}

function threadElement(list, thread, isChannel, onReply) {
  const existing = list.querySelector(`:scope > .thread[data-thread="${thread.id}"]`);
  const section = existing ?? newThread(thread, isChannel, onReply);
  const holder = section.querySelector('.thread-messages');
  const wanted = [thread, ...thread.replies];
  wanted.forEach((message, index) => drawMessage(holder, message, index));
  return section;
}

function newThread(thread, isChannel, onReply) {
  const reply =
    isChannel && el('button', { type: 'button', class: 'plain reply', onclick: () => onReply(thread) }, 'Reply');
  return el(
    'section',
    { class: 'thread', 'data-thread': thread.id, 'aria-label': `Thread begun by ${thread.from}` },
    el('div', { class: 'thread-messages' }),
    reply,
  );
}

function drawMessage(holder, message, index) {
  const present = holder.querySelector(`:scope > [data-id="${message.id}"]`);
  const state = JSON.stringify(message);
  if (present && drawn.get(message.id) === state) return;
  drawn.set(message.id, state);
  const fresh = messageElement(message);
  fresh.classList.toggle('is-reply', index > 0);
  fresh.dataset.key = `${setting('person')} ${message.id} ${message.edited}`;
  fresh.dataset.asksForRefresh = message.card?.refresh?.action ? 'yes' : 'no';
  if (present) {
    const focused = focusedTitle(present);
    present.replaceWith(fresh);
    if (focused !== null) restoreFocus(fresh, focused);
    fresh.classList.add('has-changed');
  } else {
    holder.append(fresh);
  }
  sight.observe(fresh);
}

/** The button that has the focus, by its title, so that a card drawn anew does not lose a keyboard's place. */
function focusedTitle(element) {
  const active = document.activeElement;
  return active && element.contains(active) ? (active.textContent ?? '') : null;
}

function restoreFocus(element, title) {
  const buttons = [...element.querySelectorAll('button')];
  (buttons.find((button) => button.textContent === title) ?? buttons[0])?.focus({ preventScroll: true });
}
