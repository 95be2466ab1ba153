/**
 * Makes an element. Properties whose name begins with `on` are listeners, `class`, `aria-...`, `data-...`
 * and `role` are attributes, the rest are properties. Text children are text, never markup.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (/^(class|role|for|list|aria-|data-)/.test(name)) element.setAttribute(name, value === true ? '' : value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A labelled control: the label is tied to the control by an id made for it. */
let made = 0;
export function field(label, control, hint) {
  control.id ||= `field-${(made += 1)}`;
  const hintId = `${control.id}-hint`;
  if (hint) control.setAttribute('aria-describedby', hintId);
  return el(
    'div',
    { class: 'field' },
    el('label', { for: control.id }, label),
    control,
    hint && el('p', { class: 'hint', id: hintId }, hint),
  );
}

export function select(choices, value, properties = {}) {
  const control = el('select', properties, ...choices.map(([key, title]) => el('option', { value: key }, title)));
  control.value = value ?? '';
  return control;
}
