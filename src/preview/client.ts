/**
 * The script of our own pages, as a string because the build copies no other files. Pages work without it; with it they
 * renew themselves: on an event, and on a link marked `data-turn`, the page is fetched again and its parts marked
 * `data-live` are exchanged, each only when it changed. Frames are exchanged after the new one has loaded, so that
 * nothing jumps and the place that was being read stays where it is.
 */
export const clientScript = `
const note = document.getElementById("note");
const say = (text) => { if (note) note.textContent = text; };

let busy = false;
let again = false;
async function refresh(words) {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const response = await fetch(location.href);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    document.title = next.title;
    const focused = document.activeElement?.id;
    for (const fresh of next.querySelectorAll("[data-live]")) {
      const old = document.getElementById(fresh.id);
      if (old && old.dataset.was !== fresh.outerHTML) exchange(old, fresh);
    }
    if (focused && document.activeElement?.id !== focused)
      document.getElementById(focused)?.focus({ preventScroll: true });
    if (words) say(words);
  } catch {
    say("The preview is not running any more.");
  } finally {
    busy = false;
    if (again) { again = false; refresh(words); }
  }
}

function exchange(old, fresh) {
  const markup = fresh.outerHTML;
  const before = old.querySelector("iframe:last-of-type");
  const after = fresh.querySelector("iframe");
  if (!before || !after) {
    const kept = document.importNode(fresh, true);
    kept.dataset.was = markup;
    old.replaceWith(kept);
    kept.querySelectorAll("iframe").forEach(watch);
    return;
  }
  old.className = fresh.className;
  old.dataset.was = markup;
  if (before.getAttribute("src") === after.getAttribute("src")) return;
  const frame = document.importNode(after, true);
  frame.classList.add("waiting");
  watch(frame);
  frame.addEventListener("load", () => {
    // Only those before it: a newer one may still be loading behind it.
    while (frame.previousElementSibling) frame.previousElementSibling.remove();
    frame.classList.remove("waiting");
  }, { once: true });
  old.append(frame);
}

function watch(frame) {
  const seen = () => {
    const page = frame.contentDocument;
    if (!page?.documentElement || page.URL === "about:blank") return;
    const fit = () => {
      const height = Math.ceil(page.documentElement.getBoundingClientRect().height);
      if (height > 0) frame.style.height = height + "px";
    };
    fit();
    new ResizeObserver(fit).observe(page.documentElement);
    page.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href], area[href]");
      if (!link) return;
      event.preventDefault();
      say("This link leads to " + link.href);
    });
  };
  frame.addEventListener("load", seen);
  if (frame.contentDocument?.readyState === "complete") seen();
}

function turn(url, words) {
  history.pushState(null, "", url);
  refresh(words);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-turn]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  turn(link.href, "");
  say("");
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-turn]")) return;
  event.preventDefault();
  const url = new URL(event.target.action);
  url.search = new URLSearchParams(new FormData(event.target)).toString();
  turn(url, "");
});
addEventListener("popstate", () => refresh(""));

document.documentElement.classList.add("scripted");
document.querySelector(".issues [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
for (const part of document.querySelectorAll("[data-live]")) part.dataset.was = part.outerHTML;
document.querySelectorAll("iframe").forEach(watch);

const events = new EventSource("/events");
let wasLost = false;
events.addEventListener("changed", () => refresh(document.body.dataset.news));
events.addEventListener("error", () => { wasLost = true; say("Not connected. Is letterpress still running?"); });
events.addEventListener("open", () => {
  if (wasLost) refresh("Connected again.");
  wasLost = false;
});
addEventListener("pagehide", () => events.close());
`;
