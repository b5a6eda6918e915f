/**
 * What a person has opened in a part of the page, by what it is about (`data-details`). Two that say the same are told
 * by their order.
 * @param {Element} part
 * @returns {ReadonlySet<string>}
 */
export function openedIn(part) {
  return new Set([...detailsIn(part)].flatMap(([key, one]) => (one.open ? key : [])));
}

/**
 * Opens that much of another version of the part, and nothing else of it.
 * @param {Element} part
 * @param {ReadonlySet<string>} opened
 */
export function openAgain(part, opened) {
  for (const [key, one] of detailsIn(part)) one.open = opened.has(key);
}

/**
 * @param {Element} part
 * @returns {ReadonlyMap<string, HTMLDetailsElement>}
 */
function detailsIn(part) {
  /** @type {Map<string, HTMLDetailsElement>} */
  const found = new Map();
  for (const one of part.querySelectorAll("details")) {
    let key = one.dataset.details ?? "";
    while (found.has(key)) key += "+";
    found.set(key, one);
  }
  return found;
}
