import { elements, groupOf } from "./blocks.js";
import { locate } from "./written.js";

/** @typedef {import("./audit.js").Finding} Finding */

/**
 * Shows in the groups of findings what axe found in the frames that are seen. An article that is there stays the
 * element it is, with the focus it may have; while a frame is still looked at, what was said before of this issue stays
 * too.
 * @param {readonly import("./audit.js").Audit[]} known
 * @param {{ frames: number, isDone: boolean }} seen how many frames there are to look at, and whether all were
 */
export async function tellAudits(known, { frames, isDone }) {
  const found = merged(known.flatMap((one) => (one.status === "looked" ? one.findings : [])));
  const stays = frames > 0 && !isDone && location.pathname === toldOf;
  for (const key of articles.keys()) if (!found.has(key) && !stays) articles.delete(key);
  for (const [key, { finding, nodes }] of found) {
    const article = articles.get(key)?.article ?? articleOf(finding);
    say(article.querySelector(".element"), nodeWords(nodes));
    elements.set(article, nodes);
    const { block, rule } = finding;
    const { isLocated = false, isTwice = false } = articles.get(key) ?? {};
    articles.set(key, { article, block, rule, isLocated, isTwice });
  }
  toldOf = location.pathname;
  times += 1;
  const time = times;
  // What is known stays where it is meanwhile, and what is new comes with its place.
  place();
  if (!isDone) note(frames, isDone, known);
  if (articles.size > 0) await locate([...articles.values()]);
  if (time !== times) return;
  place();
  note(frames, isDone, known);
}

/**
 * @param {number} frames
 * @param {boolean} isDone
 * @param {readonly import("./audit.js").Audit[]} known
 */
function note(frames, isDone, known) {
  const line = document.getElementById("audit");
  const many = [...articles.values()].filter(({ isTwice }) => !isTwice).length;
  if (line) say(line.querySelector("[data-added]") ?? added(line), noteOf(frames, isDone, known, many));
}

/** By what they say of which block. @type {Map<string, import("./written.js").Told>} */
const articles = new Map();
/** How often something was told: of two that overlap, the later one counts. */
let times = 0;
/** The path of the issue that they are about. */
let toldOf = "";
let made = 0;

/**
 * Two widths of one mail have the same faults, each in its own elements.
 * @param {readonly Finding[]} findings
 */
function merged(findings) {
  /** @type {Map<string, { finding: Finding, nodes: Element[] }>} */
  const found = new Map();
  for (const finding of findings) {
    const key = JSON.stringify([finding.block, finding.said]);
    const nodes = new Set([...(found.get(key)?.nodes ?? []), ...finding.nodes]);
    found.set(key, { finding, nodes: [...nodes] });
  }
  return found;
}

/** Puts the articles into their groups, in order, and moves none that stands where it should. */
function place() {
  /** @type {Map<Element, HTMLElement[]>} */
  const wanted = new Map();
  for (const list of document.querySelectorAll("#findings [data-axe]")) wanted.set(list, []);
  for (const { article, block, isLocated, isTwice } of articles.values()) {
    if (!isLocated || isTwice) continue;
    const list = groupOf(block)?.querySelector("[data-axe]");
    if (list) wanted.get(list)?.push(article);
  }
  for (const [list, ones] of wanted) {
    for (const old of [...list.children]) if (!ones.some((one) => one === old)) old.remove();
    for (const [index, one] of ones.entries())
      if (list.children[index] !== one) list.insertBefore(one, list.children[index] ?? null);
  }
}

/** @param {Finding} finding */
function articleOf({ rule, said, effect, remedy }) {
  const element = document.createElement("article");
  // With an id it gets its focus back when the panel is exchanged around it.
  element.id = `axe-${++made}`;
  element.className = "finding warning";
  element.dataset.added = "";
  for (const [name, text] of [
    ["said", said],
    ["effect", effect],
    ["remedy", remedy],
    ["element", ""],
    ["soft", `axe/${rule}`],
  ]) {
    const line = document.createElement("p");
    line.className = name ?? "";
    line.textContent = text ?? "";
    if (name === "element") line.dir = "auto";
    element.append(line);
    if (name !== "element") continue;
    const written = document.createElement("div");
    written.dataset.written = "";
    element.append(written);
  }
  return element;
}

/**
 * The first of the elements, and how many more a reader has in front of them at one width. @param {readonly Element[]}
 * nodes
 */
function nodeWords(nodes) {
  const words = nodes[0]?.textContent?.replace(/\s+/g, " ").trim().slice(0, 60) ?? "";
  const where = words === "" ? `<${nodes[0]?.localName ?? "html"}>` : `“${words}”`;
  const perMail = Map.groupBy(nodes, ({ ownerDocument }) => ownerDocument).values();
  const many = Math.max(0, ...[...perMail].map(({ length }) => length));
  return where + (many > 1 ? ` and ${many - 1} more` : "");
}

/**
 * @param {number} frames
 * @param {boolean} isDone
 * @param {readonly import("./audit.js").Audit[]} known
 * @param {number} many
 */
function noteOf(frames, isDone, known, many) {
  if (frames === 0) return "Accessibility is looked at in the mail, light or dark.";
  if (!isDone) return "Accessibility is being looked at …";
  if (known.some(({ status }) => status === "failed")) return "axe could not look at this mail.";
  if (many === 0) return "Accessibility: axe finds nothing in what is shown.";
  return `Accessibility: axe finds ${many === 1 ? "one thing" : `${many} things`} in what is shown.`;
}

/** @param {Element} note */
function added(note) {
  const words = document.createElement("span");
  words.dataset.added = "";
  note.append(words);
  return words;
}

/**
 * A text that is written again is read out again.
 * @param {Element | null} element
 * @param {string} words
 */
function say(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
