import { byId, el, field, select } from './dom.js';
import { choose, setting } from './settings.js';

/** The switch between the people one can act as, and the conversations of whoever it is. */
export function showPeople(people) {
  if (!people.some((person) => person.id === setting('person'))) choose('person', people[0].id);
  const choices = people.map((person) => [person.id, person.note ? `${person.name} (${person.note})` : person.name]);
  const control = select(choices, setting('person'), { onchange: () => choose('person', control.value) });
  byId('acting-as').replaceChildren(field('Act as', control));
}

export function showConversations(conversations) {
  if (!conversations.some((one) => one.id === setting('conversation'))) {
    choose('conversation', (conversations.find((one) => one.name === 'SOC') ?? conversations[0])?.id ?? '');
  }
  const present = conversations.find((one) => one.id === setting('conversation'));
  byId('chat-title').textContent = present?.title ?? 'Conversation';
  const groups = Map.groupBy(conversations, (one) => one.group);
  byId('conversations').replaceChildren(
    ...[...groups].map(([group, members]) =>
      el(
        'div',
        { class: 'conversation-group' },
        el('p', { class: 'group-name' }, group),
        el('ul', {}, ...members.map(conversationItem)),
      ),
    ),
  );
  return present;
}

function conversationItem(conversation) {
  const isPresent = conversation.id === setting('conversation');
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: 'conversation',
        'aria-current': isPresent ? 'true' : null,
        onclick: () => choose('conversation', conversation.id),
      },
      conversation.name,
    ),
  );
}
