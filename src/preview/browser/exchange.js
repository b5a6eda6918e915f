import { focusIn } from "./focus.js";
import { watchFrame } from "./frames.js";
import { openAgain, openedIn } from "./opened.js";
import { patch } from "./patch.js";
import { placesIn } from "./places.js";

/** What waits to be shown, by the id of the part it will replace. @type {Map<string, HTMLElement>} */
const waiting = new Map();

/**
 * Puts a new version of a part in the place of the old one, once its frames have loaded: until then the old one stays,
 * so that nothing flashes and the page keeps its height and its place.
 * @param {HTMLElement} old
 * @param {Element} fresh of another document
 */
export function exchange(old, fresh) {
  // What is still on its way to this place is out of date.
  waiting.get(old.id)?.remove();
  waiting.delete(old.id);
  old.dataset.was = fresh.outerHTML;
  if (patch(old, fresh)) {
    tell(old);
    return;
  }
  const part = /** @type {HTMLElement} */ (document.importNode(fresh, true));
  part.dataset.was = fresh.outerHTML;
  const frames = [...part.querySelectorAll("iframe")];
  if (frames.length === 0) {
    showIn(old, part);
    return;
  }
  waiting.set(part.id, part);
  part.removeAttribute("id");
  part.classList.add("waiting");
  part.inert = true;
  const loaded = frames.map(
    (frame) =>
      new Promise((resolve) => {
        watchFrame(frame, () => resolve(undefined));
      }),
  );
  old.after(part);
  Promise.all(loaded).then(() => {
    if (waiting.get(old.id) !== part) return;
    waiting.delete(old.id);
    part.classList.remove("waiting");
    part.inert = false;
    part.id = old.id;
    showIn(old, part);
  });
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} part stands in the page already, or not yet
 */
function showIn(old, part) {
  const active = document.activeElement;
  const findFocus = focusIn(old);
  // Somebody is typing in what is exchanged: the words stay theirs.
  const typed =
    active instanceof HTMLInputElement ? { value: active.value, at: active.selectionStart } : undefined;
  const scrollAgain = placesIn(old);
  openAgain(part, openedIn(old));
  if (part.isConnected) old.remove();
  else old.replaceWith(part);
  scrollAgain();
  const again = findFocus?.(part);
  again?.focus({ preventScroll: true });
  if (again instanceof HTMLInputElement && typed) {
    again.value = typed.value;
    again.setSelectionRange(typed.at, typed.at);
  }
  tell(part);
  // What had the focus may have been put into the new part only now.
  if (!again) findFocus?.(part)?.focus({ preventScroll: true });
}

/** @param {HTMLElement} part */
function tell(part) {
  part.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}
