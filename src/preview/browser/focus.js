/**
 * What has the focus in a part of the page. Returns what finds it in another version of that part: by its id, by where
 * it leads, or else by where it stands. Without that, whoever uses the keyboard would begin at the top of the page
 * after a save.
 * @param {Element} old
 * @returns {((part: Element) => HTMLElement | undefined) | undefined} undefined when nothing in it has the focus
 */
export function focusIn(old) {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !old.contains(active)) return undefined;
  const { id } = active;
  if (id) return () => document.getElementById(id) ?? undefined;
  const [target, index] = [targetOf(active), focusables(old).indexOf(active)];
  return (part) => {
    const all = focusables(part);
    return (target && all.find((one) => targetOf(one) === target)) || all[index];
  };
}

/** @param {Element} part @returns {readonly HTMLElement[]} */
function focusables(part) {
  const all = [...part.querySelectorAll("a[href], button, summary, [tabindex]")];
  return all.filter((one) => one instanceof HTMLElement);
}

/** The address of a link, where a button sends its form, or what is opened. @param {Element} element */
function targetOf(element) {
  return (
    element.getAttribute("href") ??
    element.closest("form")?.getAttribute("action") ??
    element.closest("details")?.dataset.details
  );
}
