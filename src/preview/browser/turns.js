import { refresh } from "./live.js";
import { say } from "./note.js";

/**
 * Links and forms marked `data-turn` change the address and renew the page in place. What they do is in their address alone:
 * without this script they load the page as links do.
 */
export function followTurns() {
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-turn]");
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    turn(link.href);
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLSelectElement && input.matches("[data-submit]")) input.form?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-turn]")) return;
    event.preventDefault();
    const url = new URL(form.action);
    const pairs = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    url.search = new URLSearchParams(pairs).toString();
    turn(url.href);
  });
  addEventListener("popstate", () => refresh());
}

/** @param {string} url */
function turn(url) {
  history.pushState(null, "", url);
  say("");
  refresh();
}
