import { elements, groupOf } from "./blocks.js";

/**
 * An article of what axe found, and what is known of its place.
 * @typedef {{ article: HTMLElement, block: string | undefined, rule: string, isLocated: boolean, isTwice: boolean }}
 * Told
 */

/**
 * Asks where in the issue the first element of each article is written, and puts that place into it, to be opened. What
 * `check` says of the contrast of the same line need not be said twice.
 * @param {readonly Told[]} told
 * @returns {Promise<void>} when it is done; also when nobody answers
 */
export async function locate(told) {
  const asked = told.map(({ article, block }) => ({
    block: groupOf(block)?.getAttribute("data-group") ?? "",
    words: wordsOf(elements.get(article)?.[0]),
  }));
  const groups = Array.from({ length: Math.ceil(asked.length / askedAtOnce) }, (_, index) =>
    asked.slice(index * askedAtOnce, (index + 1) * askedAtOnce),
  );
  const answers = (await Promise.all(groups.map(answersTo))).flat();
  for (const [index, one] of told.entries()) {
    const answer = answers[index];
    one.isLocated = true;
    one.isTwice = one.rule === "color-contrast" && answer?.hasContrast === true;
    showPlace(one.article, answer?.place ?? "");
  }
}

/**
 * A server refuses a request with more than 16 KB before its body. Five elements with three texts of 80 Chinese
 * characters, of which each becomes nine signs of an address, stay below that.
 */
const askedAtOnce = 5;
const mostSigns = 80;

/**
 * What an element says that could be written in an issue: the beginning of its text, the words of a picture, the
 * address of a link.
 * @param {Element | undefined} element
 */
function wordsOf(element) {
  const said = [element?.textContent, element?.getAttribute("alt"), element?.getAttribute("href")];
  return said.flatMap((one) => one?.replace(/\s+/g, " ").trim().slice(0, mostSigns) || []);
}

/**
 * As many answers as questions: nulls when nobody answers.
 * @param {readonly { block: string, words: readonly string[] }[]} asked
 * @returns {Promise<readonly ({ place: string, hasContrast: boolean } | null)[]>}
 */
async function answersTo(asked) {
  const url = new URL(`${location.pathname}/written`, location.href);
  const list = new URL(location.href).searchParams.get("list");
  if (list !== null) url.searchParams.set("list", list);
  url.searchParams.set("asked", JSON.stringify(asked));
  try {
    const answer = await fetch(url);
    if (answer.ok) return await answer.json();
  } catch {
    // What cannot be asked has no place.
  }
  return asked.map(() => null);
}

/**
 * A place that is the same stays, with the focus it may have.
 * @param {HTMLElement} article
 * @param {string} markup of the server
 */
function showPlace(article, markup) {
  const old = article.querySelector("[data-written]");
  if (!(old instanceof HTMLElement) || old.dataset.written === markup) return;
  old.dataset.written = markup;
  const [...parts] = new DOMParser().parseFromString(markup, "text/html").body.childNodes;
  old.replaceChildren(...parts);
  // With an id it gets its focus back when the panel is exchanged around it.
  const control = old.querySelector("a, button");
  if (control) control.id = `${article.id}-place`;
}
