import { exchange } from "./exchange.js";
import { say } from "./note.js";

let isBusy = false;
let isDue = false;
/** The page stands as it was, because the new one could not be made. */
let isBehind = false;

/**
 * Fetches this page again and exchanges those of its parts marked `data-live` that are not the same any more. One that
 * could not be made tells why, and changes nothing but the parts that it has all the same, such as the list of issues.
 * @param {string} [news] what is said when it is done
 */
export async function refresh(news) {
  if (isBusy) {
    isDue = true;
    return;
  }
  isBusy = true;
  try {
    const response = await fetch(location.href);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const fault = faultOf(response, next);
    const shown = document.body.dataset.fault;
    // This one has none of the parts that could be exchanged.
    if (fault === undefined && shown !== undefined) {
      location.reload();
      return;
    }
    if (fault === undefined) document.title = next.title;
    for (const fresh of next.querySelectorAll("[data-live]")) {
      const old = document.getElementById(fresh.id);
      if (old && old.dataset.was !== fresh.outerHTML) exchange(old, fresh);
    }
    // Whoever reads why in the page itself is not told a second time.
    const lacks = fault !== undefined && fault !== shown;
    if (lacks) say(`Not shown anew. ${fault}`);
    else if (news || isBehind) say(news ?? "");
    isBehind = lacks;
  } catch {
    say("The preview is not running any more.");
  } finally {
    isBusy = false;
    if (isDue) {
      isDue = false;
      refresh(news);
    }
  }
}

/**
 * Why an answer is not the page that was asked for. The beginning of a page is sent before the rest is made, so its
 * status tells only of some faults.
 * @param {Response} response
 * @param {Document} next
 */
function faultOf({ status }, { body }) {
  return body.dataset.fault ?? (status >= 500 ? body.textContent?.trim() : undefined);
}

/** Renews the page whenever the server says that something changed. */
export function followChanges() {
  for (const part of document.querySelectorAll("[data-live]"))
    if (part instanceof HTMLElement) part.dataset.was = part.outerHTML;
  const { told } = document.body.dataset;
  const events = new EventSource(told === undefined ? "/events" : `/events?known=${told}`);
  let wasLost = false;
  events.addEventListener("changed", () => refresh(document.body.dataset.news));
  // Mail that arrived, a plan that is ready; or, at once, something that has changed between the making of this page
  // and now.
  for (const name of ["mail", "news"]) events.addEventListener(name, () => refresh());
  events.addEventListener("error", () => {
    wasLost = true;
    say("Not connected. Is letterpress still running?");
  });
  events.addEventListener("open", () => {
    // A page that does not say what it knows may be out of date already.
    if (wasLost || told === undefined) refresh(wasLost ? "Connected again." : undefined);
    wasLost = false;
  });
  addEventListener("pagehide", () => events.close());
}
