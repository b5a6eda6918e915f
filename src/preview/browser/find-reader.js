import { refresh } from "./live.js";

/**
 * Searches readers while one types; Enter takes the first who was found. Who is looking now stays until another one is
 * chosen.
 */
export function findReader() {
  const field = document.getElementById("find-reader");
  const picker = document.getElementById("readers");
  if (!(field instanceof HTMLInputElement) || !picker) return;
  field.addEventListener("input", () => {
    const url = new URL(location.href);
    if (!url.searchParams.has("reader")) url.searchParams.set("reader", field.dataset.reader ?? "");
    url.searchParams.set("who", field.value);
    history.replaceState(null, "", url);
    refresh();
  });
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = picker.querySelector("#reader-list a");
    if (first instanceof HTMLElement) first.click();
  });
  picker.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("a")) picker.hidePopover();
  });
}
