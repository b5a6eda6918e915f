import { say } from "./note.js";

/**
 * Forms marked `data-act` ask the server to do something: what is filled in, to the path of the form or of the button
 * that was pressed. Each request carries the token of this run, which no other page can read. What the server answers
 * is said, in the form's own `output` when it has one; `data-then` is the page that is shown afterwards.
 */
export function followActs() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-act]")) return;
    event.preventDefault();
    if (form.hasAttribute("data-busy")) return;
    const button = event.submitter;
    const path = (button?.hasAttribute("formaction") && button.getAttribute("formaction")) || form.action;
    const output = form.querySelector("output");
    if (output) showIn(output, "On its way …", "");
    form.toggleAttribute("data-busy", true);
    const { isDone, text, place } = await ask(path, form);
    form.toggleAttribute("data-busy", false);
    const then = form.dataset.then;
    if (isDone && then) location.assign(then);
    else if (output) showIn(output, text, isDone ? "done" : "failed", place);
    else say(text);
    const question = form.closest("[popover]");
    if (isDone && !output && question instanceof HTMLElement) question.hidePopover();
  });
}

/**
 * @param {string} path
 * @param {HTMLFormElement} form
 */
async function ask(path, form) {
  const token = document.querySelector('meta[name="letterpress-token"]')?.getAttribute("content") ?? "";
  const pairs = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "X-Letterpress-Token": token },
      body: new URLSearchParams(pairs),
    });
    const text = (await answer.text()).trim();
    return { isDone: answer.ok, text, place: answer.headers.get("Content-Location") ?? undefined };
  } catch {
    return { isDone: false, text: "The preview is not running any more.", place: undefined };
  }
}

/**
 * @param {HTMLOutputElement} output
 * @param {string} text
 * @param {string} how
 * @param {string} [place] a page that shows more
 */
function showIn(output, text, how, place) {
  output.textContent = text;
  output.className = how;
  if (place === undefined) return;
  const link = document.createElement("a");
  link.href = place;
  link.textContent = "Open it";
  output.append(" ", link);
}
