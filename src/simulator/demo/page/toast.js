import { byId, el } from './dom.js';

const shownForMs = 7000;

/** Shows a short message in the corner; it goes by itself, and read-out software says it. */
export function toast(text, tone = 'info') {
  const box = el(
    'div',
    { class: `toast toast-${tone}` },
    el('span', {}, text),
    el('button', { type: 'button', class: 'plain', 'aria-label': 'Dismiss', onclick: () => box.remove() }, '×'),
  );
  byId('toasts').append(box);
  setTimeout(() => box.remove(), shownForMs);
}

/** Runs something that may fail, and says so when it does. */
export async function orToast(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, 'error');
    return undefined;
  }
}
