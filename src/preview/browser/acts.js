import { say } from "./note.js";

/**
 * Forms marked `data-act` ask the server to do something. Each request carries the token of this run, which no other page can
 * read. What the server answers is said.
 */
export function followActs() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-act]")) return;
    event.preventDefault();
    const token = document.querySelector('meta[name="letterpress-token"]')?.getAttribute("content") ?? "";
    const answer = await fetch(form.action, { method: "POST", headers: { "X-Letterpress-Token": token } })
      .then((response) => response.text())
      .catch(() => "The preview is not running any more.");
    say(answer.trim());
  });
}
