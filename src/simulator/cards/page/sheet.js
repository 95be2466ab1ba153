import { renderCard } from '/page/card.js';
import { measure } from '/measure.js';

const nothing = () => undefined;

/** Draws cards side by side at one width, and tells how each came out. */
globalThis.drawCards = ({ cards, theme, width, charts }) => {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.setProperty('--card-width', `${width}px`);
  const sheet = document.getElementById('sheet');
  const drawn = cards.map(({ name, card }) => {
    const complaints = [];
    const before = console.warn;
    console.warn = (...words) => complaints.push(words.join(' '));
    const box = document.createElement('div');
    box.className = 'card';
    try {
      box.append(renderCard(card, { theme, charts, onPress: nothing, onLink: nothing }));
    } catch (error) {
      complaints.push(String(error));
    } finally {
      console.warn = before;
    }
    const caption = document.createElement('figcaption');
    caption.textContent = name;
    const figure = document.createElement('figure');
    figure.append(caption, box);
    return { name, figure, box, complaints };
  });
  sheet.replaceChildren(...drawn.map(({ figure }) => figure));
  return drawn.map(({ name, box, complaints }) => ({ name, complaints, ...measure(box) }));
};
