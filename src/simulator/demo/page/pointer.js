let isPressed = false;
const waiting = [];

addEventListener('pointerdown', () => (isPressed = true), true);
for (const type of ['pointerup', 'pointercancel']) addEventListener(type, release, true);
// Only the window's own: as an element loses the focus the pointer is only just down.
addEventListener('blur', release);

/** The click comes after the pointer went up, and before anything else. */
function release() {
  isPressed = false;
  setTimeout(() => waiting.splice(0).forEach((resolve) => resolve()));
}

/** Resolves when no pointer is held down: what is drawn anew under one would never hear of the click. */
export const pointerReleased = () => (isPressed ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve());
