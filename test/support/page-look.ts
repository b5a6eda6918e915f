import type { Page } from "playwright-core";

/** One piece of text as a reader sees it: its colour on the nearest colour behind it. */
export interface SeenText {
  readonly text: string;
  readonly colour: string;
  readonly back: string;
  /** Of the paragraph it stands in. */
  readonly direction: string;
}

/** Every text in the page that takes up room, the alternative texts of pictures that are missing included. */
export function seenTexts(page: Page): Promise<readonly SeenText[]> {
  return page.evaluate(findTexts);
}

/** Doubles the size of all text and of nothing else, as a reader's setting for large text does. */
export async function doubleText(page: Page): Promise<void> {
  await page.evaluate(doubleSizes);
}

/** How many pixels the page is wider than the window, and which elements are too small for their content. */
export function overflow(
  page: Page,
): Promise<{ readonly sideways: number; readonly spilt: readonly string[] }> {
  return page.evaluate(findOverflow);
}

// These run in the browser, whose types the tests do not have.
const findTexts = `(() => {
  const up = (element, fits) => {
    for (let at = element; at; at = at.parentElement) if (fits(getComputedStyle(at))) return getComputedStyle(at);
    return undefined;
  };
  const look = (element, text) => ({
    text: text.trim().slice(0, 40),
    colour: getComputedStyle(element).color,
    back: up(element, (style) => style.backgroundColor !== "rgba(0, 0, 0, 0)")?.backgroundColor ?? "rgb(255, 255, 255)",
    direction: up(element, (style) => !style.display.startsWith("inline")).direction,
  });
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    if (walker.currentNode.data.trim() !== "" && range.getClientRects().length > 0)
      seen.push(look(walker.currentNode.parentElement, walker.currentNode.data));
  }
  for (const image of document.images) seen.push(look(image, image.alt));
  return seen;
})()`;

const doubleSizes = `(() => {
  const all = [...document.body.querySelectorAll("*")].map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]);
  for (const [one, size] of all) if (size > 1) one.style.setProperty("font-size", size * 2 + "px", "important");
})()`;

// A glyph may be a little taller than its line. More than half a letter over the edge is text cut off or on other text.
// Only text counts: what a link adds around it, so that a finger finds it, may lie over a neighbour.
const findOverflow = `(() => {
  const texts = (one) => {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNode(walker.currentNode);
      const size = parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize);
      if (walker.currentNode.data.trim() !== "") for (const rect of range.getClientRects()) found.push({ rect, size });
    }
    return found;
  };
  const spills = (one) => {
    const box = one.getBoundingClientRect();
    const over = ({ rect, size }) =>
      Math.max(box.top - rect.top, rect.bottom - box.bottom, box.left - rect.left, rect.right - box.right) > size / 2;
    return box.height > 0 && texts(one).some(over);
  };
  // The box of an inline element is its own text, not room for it.
  const blocks = [...document.body.querySelectorAll("div, td, th, p, h1, h2, h3, h4, li, pre, a")]
    .filter((one) => getComputedStyle(one).display !== "inline");
  return {
    sideways: document.documentElement.scrollWidth - innerWidth,
    spilt: blocks.filter(spills).map((one) => one.tagName + " " + one.textContent.trim().slice(0, 40)),
  };
})()`;
