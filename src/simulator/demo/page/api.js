/** Asks the demo server. Rejects with the server's own words. */
async function ask(path, init) {
  const response = await fetch(path, init);
  const body = await response.json().catch(() => ({}));
  if (!response.ok)
    throw Object.assign(new Error(body.error ?? `The demo answered ${response.status}.`), { input: body.input });
  return body;
}

export const get = (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`);

export const post = (path, body = {}) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Calls back on every change, and on every topic again after a lost connection was restored. */
export function listen(onTopic) {
  const source = new EventSource('/events');
  for (const topic of ['teams', 'systems', 'bot']) source.addEventListener(topic, () => onTopic(topic));
  let wasLost = false;
  source.addEventListener('error', () => (wasLost = true));
  source.addEventListener('open', () => {
    if (wasLost) for (const topic of ['teams', 'systems', 'bot']) onTopic(topic);
    wasLost = false;
  });
}
