import { listenIn, ofMail } from "./mail-document.js";

/**
 * Ties the groups of findings to the blocks of the mail. A group that the pointer or the focus is on shades its block
 * in every frame; a block that the pointer is on lights its group up. The shades lie over the frames, in our page: the
 * mail itself stays as it is. Its tags say which block they are of (`data-letterpress-block`), in the studio's copy
 * only.
 */
export function followGroups() {
  const panel = document.getElementById("inspector");
  if (!panel) return;
  for (const name of ["pointerover", "focusin"])
    panel.addEventListener(name, (event) => {
      const target = /** @type {Element} */ (event.target);
      const article = target.closest("article");
      show(target.closest("[data-block]"), (article && elements.get(article)) ?? []);
    });
  panel.addEventListener("pointerleave", () => show(null));
  panel.addEventListener("focusout", () => show(null));
  panel.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-next-finding]")) goToNext(panel);
    else if (target.closest("h3 button")) bringIntoView(target.closest("[data-block]"));
  });
  document.addEventListener("mail-shown", (event) => {
    const mail = /** @type {HTMLIFrameElement} */ (event.target).contentDocument;
    if (mail) followBlocks(mail);
  });
  document.addEventListener("shown", () => show(null));
  addEventListener("resize", () => show(null));
}

/**
 * The elements of the mail that findings are about, where that is known. @type {WeakMap<Element, readonly Element[]>}
 */
export const elements = new WeakMap();

/** The number of the block that a node of a mail is in. @param {Element} node */
export function blockOf(node) {
  return node.closest(`[${mark}]`)?.getAttribute(mark) ?? undefined;
}

/** The group of a block, or that of the template. @param {string | undefined} block */
export function groupOf(block) {
  const named = block === undefined ? "[data-group=template]" : `[data-block="${CSS.escape(block)}"]`;
  return document.querySelector(`#findings ${named}`);
}

/** @param {Document} mail */
function followBlocks(mail) {
  listenIn(mail, "pointerover", (event) => {
    const block = blockOf(/** @type {Element} */ (event.target));
    const group = block === undefined ? null : groupOf(block);
    if (group === lit) return;
    show(group);
    if (group) scrollPanelTo(group);
  });
  ofMail(mail, "documentElement").addEventListener("pointerleave", () => show(null));
}

const mark = "data-letterpress-block";
/** @type {Element | null} */
let lit = null;
/** @type {HTMLElement[]} */
let shades = [];

/**
 * Lights a group up and shades its block; or, instead of the block, these elements of it.
 * @param {Element | null} group
 * @param {readonly Element[]} [within]
 */
function show(group, within = []) {
  lit?.classList.remove("lit");
  for (const shade of shades) shade.remove();
  lit = group;
  shades = [];
  group?.classList.add("lit");
  const block = group?.getAttribute("data-block");
  if (within.length === 0 && block == null) return;
  for (const frame of framesShown()) {
    const mail = frame.contentDocument;
    if (!mail) continue;
    const own = within.filter((one) => one.ownerDocument === mail);
    if (within.length > 0) for (const one of own) shade(frame, [one]);
    else shade(frame, nodesOf(mail, block ?? ""));
  }
}

/** @returns {HTMLIFrameElement[]} */
export function framesShown() {
  return [...document.querySelectorAll("iframe")].filter((frame) => frame.closest("#sheet"));
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {readonly Element[]} nodes
 */
function shade(frame, nodes) {
  const stage = document.querySelector(".stage");
  const box = boxOf(nodes);
  if (!stage || !box) return;
  const [outer, around] = [frame.getBoundingClientRect(), stage.getBoundingClientRect()];
  const piece = document.createElement("div");
  piece.className = "shade";
  piece.style.left = `${outer.left - around.left + box.left}px`;
  piece.style.top = `${outer.top - around.top + box.top}px`;
  piece.style.width = `${box.right - box.left}px`;
  piece.style.height = `${box.bottom - box.top}px`;
  stage.append(piece);
  shades.push(piece);
}

/**
 * An element of a mail can have a name that hides a method of its document; so the method is not taken from there.
 * @param {Document} mail
 * @param {string} block
 */
function nodesOf(mail, block) {
  const found = Document.prototype.querySelectorAll.call(mail, `[${mark}="${CSS.escape(block)}"]`);
  return [...found];
}

/** What the nodes take up together; undefined when they cannot be seen. @param {readonly Element[]} nodes */
function boxOf(nodes) {
  const boxes = nodes.map((node) => node.getBoundingClientRect()).filter((one) => one.width * one.height > 0);
  if (boxes.length === 0) return undefined;
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** @param {Element | null} group */
function bringIntoView(group) {
  const block = group?.getAttribute("data-block");
  const [frame] = framesShown();
  const mail = frame?.contentDocument;
  if (!frame || !mail || block == null) return;
  const box = boxOf(nodesOf(mail, block));
  if (!box) return;
  const head = document.querySelector(".desk > .head");
  const covered =
    head && getComputedStyle(head).position === "sticky" ? head.getBoundingClientRect().height : 0;
  const top = scrollY + frame.getBoundingClientRect().top + box.top - covered - 20;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollTo({ top, behavior: isStill ? "instant" : "smooth" });
}

/** Only the panel moves, never the page: somebody is pointing at the mail. @param {Element} group */
function scrollPanelTo(group) {
  const panel = document.getElementById("inspector");
  if (!panel || panel.scrollHeight <= panel.clientHeight) return;
  const [inner, outer] = [group.getBoundingClientRect(), panel.getBoundingClientRect()];
  const head = panel.querySelector(".findings-head")?.getBoundingClientRect().height ?? 0;
  if (inner.top >= outer.top + head && inner.bottom <= Math.min(outer.bottom, innerHeight)) return;
  panel.scrollTop += inner.top - outer.top - head - 12;
}

/** The finding after the one that has the focus, and its block. @param {Element} panel */
function goToNext(panel) {
  const articles = [...panel.querySelectorAll("article")];
  const current = articles.findIndex((one) => one.contains(document.activeElement) || one === at);
  const next = articles[(current + 1) % articles.length];
  if (!next) return;
  at = next;
  const place = next.querySelector("a, button");
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  else {
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
  scrollPanelTo(next);
  bringIntoView(next.closest("[data-block]"));
}

/** Where one is among the findings. @type {Element | undefined} */
let at;
