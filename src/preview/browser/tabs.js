/** On a phone the row of views is wider than the screen: the view that is on is moved into it, and the page stays where it is. */
export function showTab() {
  document.addEventListener("shown", show);
  show();
}

function show() {
  const on = document.querySelector(".tools .tabs [aria-current]");
  const row = on?.closest(".tools");
  if (!on || !row) return;
  const [inner, outer] = [on.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.left < outer.left) row.scrollLeft += inner.left - outer.left;
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right;
}
