import { byId, el } from './dom.js';
import { openIncidentEditor } from './incident-editor.js';
import { timeElement } from './time.js';

const drawn = new Map();

/** Draws both lists beside each other; what changed since is marked for a moment. */
export function showSystems(systems) {
  for (const side of ['defender', 'sentinel']) {
    const list = byId(`${side}-list`);
    const rows = systems[side];
    byId(`${side}-count`).textContent = String(rows.length);
    if (rows.length === 0) {
      drawn.clear();
      list.replaceChildren(el('li', { class: 'empty' }, 'No incidents.'));
      continue;
    }
    list.replaceChildren(...rows.map((row) => rowElement(side, row, systems)));
  }
}

function rowElement(side, row, systems) {
  const key = `${side} ${row.id}`;
  const state = JSON.stringify(row);
  const isNews = drawn.size > 0 && drawn.get(key) !== state;
  drawn.set(key, state);
  const edit = el(
    'button',
    { type: 'button', class: 'edit', disabled: row.isMerged, onclick: () => openIncidentEditor(side, row, systems) },
    'Edit',
  );
  edit.setAttribute('aria-label', `Edit ${row.number} in ${side === 'defender' ? 'Defender' : 'Sentinel'}`);
  return el(
    'li',
    { class: `incident${isNews ? ' has-changed' : ''}`, 'data-id': row.id },
    el(
      'div',
      { class: 'incident-head' },
      el('span', { class: 'number' }, row.number),
      severity(row.severity),
      timeElement(row.updatedAt),
      edit,
    ),
    el('p', { class: 'incident-title' }, row.title),
    el('dl', {}, ...facts(row).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
  );
}

const severity = (name) => el('span', { class: 'severity', 'data-severity': name.toLowerCase() }, name);

function facts(row) {
  return [
    ['Status', row.status],
    ['Owner', row.owner || 'Nobody'],
    row.classification && ['Closed as', row.classification],
    row.tags.length > 0 && ['Tags', row.tags.join(', ')],
    row.comment && [
      'Comment',
      `${row.comment.text} (${row.comment.author}${row.commentCount > 1 ? `, ${row.commentCount} in all` : ''})`,
    ],
  ].filter(Boolean);
}
