/** What the visitor chose: who they act as, where, and how it looks. Kept by the browser for the next visit. */
const remembered = ['person', 'theme', 'phone'];
const listeners = new Set();

const values = {
  person: localStorage.getItem('person') ?? '',
  conversation: '',
  theme: localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  phone: localStorage.getItem('phone') ?? 'no',
};

export const setting = (name) => values[name];

export function choose(name, value) {
  if (values[name] === value) return;
  values[name] = value;
  if (remembered.includes(name)) localStorage.setItem(name, value);
  for (const listener of listeners) listener(name, value);
}

export const onChoice = (listener) => void listeners.add(listener);
