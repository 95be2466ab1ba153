import { post } from './api.js';
import { byId, el, field, select } from './dom.js';
import { orToast, toast } from './toast.js';

/** What makes the two systems move, or fail. */
export function showControls() {
  const severity = select(
    ['high', 'medium', 'low', 'informational'].map((value) => [value, value[0].toUpperCase() + value.slice(1)]),
    'high',
  );
  const raise = el(
    'button',
    {
      type: 'button',
      class: 'primary',
      onclick: () => void orToast(() => post('/api/raise', { severity: severity.value })),
    },
    'Raise incident',
  );
  const nativeSync = select(
    [
      ['off', 'Off'],
      ['on', 'On'],
      ['paused', 'Paused'],
    ],
    'off',
    {
      id: 'native-sync',
      onchange: () => void orToast(() => post('/api/native-sync', { state: nativeSync.value })),
    },
  );
  const sync = el('button', { type: 'button', onclick: () => void syncNow(sync) }, 'Sync now');
  byId('controls').replaceChildren(
    el(
      'div',
      { class: 'control-row' },
      field('Severity', severity),
      raise,
      sync,
      field("Microsoft's own sync", nativeSync),
    ),
    el(
      'fieldset',
      { class: 'faults' },
      el('legend', {}, 'Make trouble'),
      fault('sentinel-down', 'Sentinel down'),
      fault('defender-down', 'Defender down'),
      fault('latency', 'Slow answers'),
      fault('throttling', 'Throttling'),
      fault('teams-down', 'Teams refuses posts'),
    ),
  );
}

export function showFaults(faults) {
  for (const [name, isOn] of Object.entries(faults)) {
    const box = byId(`fault-${name}`);
    if (box) box.checked = isOn;
  }
}

export function showNativeSync(state) {
  byId('native-sync').value = state;
}

function fault(name, title) {
  const box = el('input', {
    type: 'checkbox',
    id: `fault-${name}`,
    onchange: () => void orToast(() => post('/api/fault', { name, isOn: box.checked })),
  });
  return el('label', { class: 'fault' }, box, title);
}

async function syncNow(button) {
  button.disabled = true;
  const answer = await orToast(() => post('/api/sync-now'));
  if (answer) toast('Said "sync now" to the bot');
  button.disabled = false;
}
