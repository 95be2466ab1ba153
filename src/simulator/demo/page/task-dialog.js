import { post } from './api.js';
import { renderCard } from './card.js';
import { el } from './dom.js';
import { setting } from './settings.js';
import { toast } from './toast.js';

/**
 * A form of the bot over the conversation. The browser's own modal dialog keeps the focus inside, closes
 * on Escape and gives the focus back.
 */
export function openTaskDialog(person, form) {
  const title = el('h2', { id: 'task-title' });
  const body = el('div', { class: 'task-body' });
  const alert = el('p', { class: 'task-alert', role: 'alert' });
  const close = el(
    'button',
    { type: 'button', class: 'plain', 'aria-label': 'Close', onclick: () => dialog.close() },
    '×',
  );
  const dialog = el(
    'dialog',
    { class: 'task', 'aria-labelledby': 'task-title', onclose: () => dialog.remove() },
    el('header', {}, title, close),
    alert,
    body,
  );
  document.body.append(dialog);
  dialog.showModal();
  showForm(form);

  function showForm({ id, title: name, card }) {
    title.textContent = name;
    alert.textContent = '';
    const press = (action, inputs) => submit(id, action, inputs);
    body.replaceChildren(
      renderCard(card, { theme: setting('theme'), onPress: press, onLink: (url) => toast(`Link: ${url}`) }),
    );
    body.querySelector('input, select, textarea, button')?.focus();
  }

  async function submit(id, action, inputs) {
    body.inert = true;
    dialog.setAttribute('aria-busy', 'true');
    try {
      const { outcome } = await post('/api/submit-form', { person, dialog: id, action, inputs });
      if (outcome.kind === 'form') showForm(outcome.dialog);
      else if (outcome.kind === 'message') showLastWord(outcome.text);
      else if (outcome.kind === 'closed') dialog.close();
      else alert.textContent = outcome.text;
    } catch (error) {
      alert.textContent = error.message;
    } finally {
      body.inert = false;
      dialog.removeAttribute('aria-busy');
    }
  }

  function showLastWord(text) {
    alert.textContent = '';
    const done = el('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Done');
    body.replaceChildren(el('p', { class: 'task-message', role: 'status' }, text), done);
    done.focus();
  }
}
