/**
 * axe-core for a window that is not its own: no script runs in the frame of a mail, so ours looks into it from outside.
 * The text of the library is a function of the window, and here that is an argument. The server writes it where the
 * comment below stands.
 * @param {Window & { axe?: Axe }} window
 * @returns {Axe}
 */
export function axeOf(window) {
  const known = ready.get(window.document);
  if (known) return known;
  /* axe-core */
  if (!window.axe) throw new Error("axe-core is not here");
  ready.set(window.document, window.axe);
  return window.axe;
}

/** It is large: in a mail that it is in already it is not run a second time. @type {WeakMap<Document, Axe>} */
const ready = new WeakMap();

/**
 * @typedef {object} Axe
 * @property {(tags: readonly string[]) => { ruleId: string }[]} getRules
 * @property {(context: Document, options: object) => Promise<{ violations: import("./audit-words.js").Violation[] }>}
 * run
 */
