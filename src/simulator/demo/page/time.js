const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** `14:05`, with the whole date for whoever points at it. */
export function timeElement(at) {
  const date = new Date(at);
  const element = document.createElement('time');
  element.dateTime = date.toISOString();
  element.title = full.format(date);
  element.textContent = clock.format(date);
  return element;
}
