/**
 * One key for everything that is used often. What has `data-key="x"` is clicked, or focused when it takes text, by the
 * key x; `?` opens the sheet that lists them. Nothing happens while somebody types. What lies over the page has the
 * focus for a moment after it was closed.
 */
export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    if (
      target instanceof HTMLElement &&
      target.closest("input, select, textarea, dialog[open], [popover]:popover-open")
    )
      return;
    if (event.key === "?") {
      event.preventDefault();
      openSheet();
      return;
    }
    const element = document.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
    if (!(element instanceof HTMLElement)) return;
    event.preventDefault();
    if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) element.focus();
    else element.click();
  });
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-opens-keys]")) openSheet();
    // A click on the dialog itself is one beside its content.
    if (target instanceof HTMLDialogElement) target.close();
  });
}

function openSheet() {
  const sheet = document.getElementById("keys");
  if (sheet instanceof HTMLDialogElement && !sheet.open) sheet.showModal();
}
