import { post } from './api.js';
import { el, field, select } from './dom.js';

/** What a person in the portal of one side may change. Only what was changed is sent. */
export function openIncidentEditor(side, row, { vocabulary, people }) {
  const words = vocabulary[side];
  const name = side === 'defender' ? 'Defender' : 'Sentinel';
  const pairs = (values) => values.map((value) => [value, value]);
  const by = select(
    people.map((person) => [person.upn, person.name]),
    people[0]?.upn,
  );
  const status = select(pairs(words.statuses), row.status);
  const severity = select(pairs(words.severities), row.severity);
  const owner = select([['', 'Nobody'], ...people.map((person) => [person.upn, person.name])], row.owner);
  const tags = el('input', { type: 'text', value: row.tags.join(', ') });
  const comment = el('textarea', { rows: 2 });
  const classification = select([['', 'Not set'], ...words.classifications], row.classificationKey);
  const alert = el('p', { class: 'task-alert', role: 'alert' });

  const changes = () => {
    const next = {
      status: status.value,
      severity: severity.value,
      owner: owner.value,
      classification: classification.value,
    };
    const before = {
      status: row.status,
      severity: row.severity,
      owner: row.owner,
      classification: row.classificationKey,
    };
    const changed = Object.entries(next).filter(([key, value]) => value !== before[key]);
    const newTags = tags.value
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    return {
      ...Object.fromEntries(changed),
      ...(newTags.join() === row.tags.join() ? {} : { tags: newTags }),
      ...(comment.value.trim() === '' ? {} : { comment: comment.value.trim() }),
    };
  };
  const save = async (event) => {
    event.preventDefault();
    try {
      await post(`/api/edit-${side}`, { id: row.id, by: by.value, changes: changes() });
      dialog.close();
    } catch (error) {
      alert.textContent = error.message;
    }
  };
  const form = el(
    'form',
    { class: 'editor', onsubmit: (event) => void save(event) },
    field('As', by),
    field('Status', status),
    field('Severity', severity),
    field('Owner', owner),
    field('Tags', tags, 'Separated by commas'),
    field(
      'Classification',
      classification,
      side === 'sentinel' ? 'Sentinel keeps one for closed incidents only' : undefined,
    ),
    field('New comment', comment),
    el(
      'div',
      { class: 'editor-actions' },
      el('button', { type: 'submit', class: 'primary' }, `Save in ${name}`),
      el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
    ),
  );
  const dialog = el(
    'dialog',
    { class: 'task', 'aria-labelledby': 'editor-title', onclose: () => dialog.remove() },
    el('header', {}, el('h2', { id: 'editor-title' }, `${name} ${row.number}`)),
    el('p', { class: 'quiet' }, row.title),
    alert,
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
}
