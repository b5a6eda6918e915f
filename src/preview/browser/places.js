/**
 * How far the parts of an element that have an id are scrolled. Returns what scrolls those with the same ids as far,
 * once others stand in their place: a long list of issues, or of findings, does not jump to its top on a save.
 * @param {HTMLElement} old
 * @returns {() => void}
 */
export function placesIn(old) {
  const places = [old, ...old.querySelectorAll("[id]")].flatMap(({ id, scrollLeft: left, scrollTop: top }) =>
    left > 0 || top > 0 ? [{ id, left, top }] : [],
  );
  return () => {
    for (const { id, ...place } of places)
      document.getElementById(id)?.scrollTo({ ...place, behavior: "instant" });
  };
}
