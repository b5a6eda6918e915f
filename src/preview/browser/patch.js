import { openAgain, openedIn } from "./opened.js";

/**
 * Makes a part of the page like a new version of it without taking any element away, and says whether it could: only
 * when both have the same elements in the same places, and frames show the same. So a frame is not loaded again because
 * its width changed, and what has the focus keeps it. What a person has opened stays open where it is still about the
 * same.
 * @param {Element} old
 * @param {Element} fresh of another document
 */
export function patch(old, fresh) {
  if (!hasSameShape(old, fresh)) return false;
  const opened = openedIn(old);
  sync(old, fresh);
  openAgain(old, opened);
  return true;
}

/**
 * @param {Node} old
 * @param {Node} fresh
 * @returns {boolean}
 */
function hasSameShape(old, fresh) {
  const children = childrenOf(old);
  if (old.nodeName !== fresh.nodeName || children.length !== fresh.childNodes.length) return false;
  if (old.nodeName === "IFRAME" && sourceOf(old) !== sourceOf(fresh)) return false;
  return children.every((child, index) => {
    const other = fresh.childNodes[index];
    return other !== undefined && hasSameShape(child, other);
  });
}

/**
 * Without what this script has added: that is marked, and no part of what the server says.
 * @param {Node} node
 */
function childrenOf(node) {
  return [...node.childNodes].filter((one) => !(one instanceof Element && one.hasAttribute("data-added")));
}

/** @param {Node} frame */
function sourceOf(frame) {
  return /** @type {Element} */ (frame).getAttribute("src");
}

/**
 * @param {Node} old
 * @param {Node} fresh
 */
function sync(old, fresh) {
  if (old instanceof Element && fresh.nodeType === Node.ELEMENT_NODE)
    syncAttributes(old, /** @type {Element} */ (fresh));
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
  for (const [index, child] of childrenOf(old).entries()) {
    const other = fresh.childNodes[index];
    if (other) sync(child, other);
  }
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function syncAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const name of old.getAttributeNames())
    if (!fresh.hasAttribute(name) && !isOurs(old, name)) old.removeAttribute(name);
  // What a person did to it counts more than attributes, until the page says otherwise.
  if (old instanceof HTMLOptionElement) old.selected = fresh.hasAttribute("selected");
  if (old instanceof HTMLInputElement && old !== document.activeElement)
    old.value = fresh.getAttribute("value") ?? "";
}

/**
 * The height of a frame, and the mark that a part was seen, are written by this script.
 * @param {Element} element
 * @param {string} name
 */
function isOurs(element, name) {
  return name === "data-was" || (name === "style" && element.nodeName === "IFRAME");
}
