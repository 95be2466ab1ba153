/** Half a pixel is rounding, not overflow. */
const TOLERANCE = 1;

/** Text in these scrolls by nature. */
const SCROLLING = new Set(['INPUT', 'TEXTAREA', 'SELECT', 'OPTION']);

/** Everything the renderer makes a card of, besides the markup its markdown leaves in text. */
const KNOWN = new Set(
  'DIV SPAN P BR UL OL LI STRONG EM A BUTTON INPUT TEXTAREA SELECT OPTION LABEL TABLE TBODY TR TD IMG'.split(' '),
);

/** How a drawn card came out: what does not fit, what cannot be named, and what is in it. */
export function measure(box) {
  const all = [...box.querySelectorAll('*')];
  const place = box.getBoundingClientRect();
  return {
    tooWide: all.filter((one) => isTooWide(one, place)).map(describe),
    torn: textsIn(box).flatMap(tornWords),
    unnamed: all.filter(isUnnamed).map(describe),
    text: box.innerText,
    anchors: all.filter((one) => one.tagName === 'A').map((one) => one.getAttribute('href') ?? ''),
    mentions: [...box.querySelectorAll('.mention')].map((one) => one.textContent),
    foreign: all.filter((one) => !KNOWN.has(one.tagName)).map(describe),
  };
}

function isTooWide(element, place) {
  if (SCROLLING.has(element.tagName)) return false;
  const { right, left, width } = element.getBoundingClientRect();
  if (width === 0) return false;
  const leaves = right > place.right + TOLERANCE || left < place.left - TOLERANCE;
  const isInline = getComputedStyle(element).display === 'inline';
  return leaves || (!isInline && element.scrollWidth > element.clientWidth + TOLERANCE && element.clientWidth > 0);
}

function textsIn(box) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

/** Words that are broken in the middle for want of room; nobody expects more of longer ones. */
function tornWords(text) {
  return [...text.data.matchAll(/[\p{L}\p{N}]{2,16}(?![\p{L}\p{N}])/gu)]
    .filter(({ 0: word, index }) => {
      if (/[\p{L}\p{N}]/u.test(text.data[index - 1] ?? '')) return false;
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
      return new Set(tops).size > 1;
    })
    .map(([word]) => word);
}

function isUnnamed(element) {
  switch (element.tagName) {
    case 'IMG':
      return !element.hasAttribute('alt') || element.getAttribute('alt') === '';
    case 'BUTTON':
    case 'A':
      return (element.innerText || element.getAttribute('aria-label') || '').trim() === '';
    case 'INPUT':
    case 'TEXTAREA':
    case 'SELECT':
      return (
        element.labels?.length === 0 && !element.getAttribute('aria-label') && !element.getAttribute('aria-labelledby')
      );
    default:
      return false;
  }
}

function describe(element) {
  const text = (element.innerText ?? '').replace(/\s+/g, ' ').slice(0, 60);
  return `${element.tagName.toLowerCase()}${element.className ? `.${String(element.className).split(' ')[0]}` : ''} "${text}"`;
}
