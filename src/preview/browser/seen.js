/**
 * Scrolls what holds an element until the element is seen; the page itself stays where it is. `scrollIntoView` would
 * tell the browser that a person has gone there, and Tab would go on behind it, past the link to the mail.
 * @param {Element | null} element
 */
export function letBeSeen(element) {
  for (
    let holder = element?.parentElement;
    holder && holder !== document.body;
    holder = holder.parentElement
  ) {
    const { overflowX, overflowY } = getComputedStyle(holder);
    const [inner, outer] = [/** @type {Element} */ (element), holder].map((one) =>
      one.getBoundingClientRect(),
    );
    if (!inner || !outer) return;
    if (scrolls.test(overflowX))
      holder.scrollLeft += beyond(inner.left, inner.right, outer.left, outer.right);
    if (scrolls.test(overflowY)) holder.scrollTop += beyond(inner.top, inner.bottom, outer.top, outer.bottom);
  }
}

/**
 * How far a stretch lies outside of another: behind its end, or before its beginning. @param {number} from @param
 * {number} to @param {number} first @param {number} last
 */
function beyond(from, to, first, last) {
  if (from < first) return from - first;
  return to > last ? to - last : 0;
}

const scrolls = /auto|scroll/;
