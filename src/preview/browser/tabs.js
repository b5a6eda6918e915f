import { letBeSeen } from "./seen.js";

/**
 * On a phone the row of views is wider than the screen: the view that is on is moved into it, and the page stays where
 * it is.
 */
export function showTab() {
  document.addEventListener("shown", show);
  show();
}

function show() {
  letBeSeen(document.querySelector(".tools .tabs [aria-current]"));
}
