import { post } from './api.js';
import { byId, el } from './dom.js';
import { choose, onChoice, setting } from './settings.js';
import { orToast } from './toast.js';

const botWords = {
  ready: 'Bot is running',
  starting: 'Bot is starting',
  stopped: 'Bot is stopped',
  failed: 'Bot has failed',
};

export function showTopbar() {
  const restart = el(
    'button',
    { type: 'button', onclick: () => void orToast(() => post('/api/restart-bot')) },
    'Restart bot',
  );
  const state = el('span', { class: 'bot-state', id: 'bot-state', role: 'status' });
  byId('topbar-tools').replaceChildren(
    state,
    restart,
    toggle('phone', 'Phone width', 'yes', 'no'),
    toggle('theme', 'Dark', 'dark', 'light'),
  );
  applyLooks();
  onChoice(applyLooks);
}

export function showBotState(state) {
  const element = byId('bot-state');
  element.textContent = botWords[state] ?? state;
  element.dataset.state = state;
}

function toggle(name, title, on, off) {
  const button = el('button', { type: 'button', onclick: () => choose(name, setting(name) === on ? off : on) }, title);
  const paint = () => button.setAttribute('aria-pressed', String(setting(name) === on));
  paint();
  onChoice(paint);
  return button;
}

function applyLooks() {
  document.documentElement.dataset.theme = setting('theme');
  document.documentElement.dataset.phone = setting('phone');
}
