import { refresh } from "./live.js";
import { say } from "./note.js";

/**
 * Links and forms marked `data-turn` change the address and renew the page in place. What they do is in their address
 * alone: without this script they load the page as links do.
 */
export function followTurns() {
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-turn]");
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    turn(stepped(link) ?? link.href);
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

/**
 * The reader that many steps from the one in the address, who may not be shown yet: no step is lost when keys come
 * faster than pages.
 * @param {HTMLAnchorElement} link
 */
function stepped(link) {
  const now = readerIn(location.href);
  if (link.dataset.step === undefined || now === null) return undefined;
  const links = [...document.querySelectorAll("#reader-list a")];
  const readers = links.map((one) => (one instanceof HTMLAnchorElement ? readerIn(one.href) : null));
  const at = readers.indexOf(now);
  if (at < 0) return undefined;
  const url = new URL(link.href);
  url.searchParams.set("reader", readers[at + Number(link.dataset.step)] ?? now);
  return url.href;
}

/** @param {string} url */
function readerIn(url) {
  return new URL(url).searchParams.get("reader");
}

/** @param {string} url */
function turn(url) {
  history.pushState(null, "", url);
  say("");
  refresh();
}
