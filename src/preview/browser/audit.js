import { tellAudits } from "./audit-told.js";
import { auditWords } from "./audit-words.js";
import { blockOf, framesShown } from "./blocks.js";
import { ofMail } from "./mail-document.js";

/**
 * Lets axe-core look at the mails that are shown, light or dark as their author wrote them, and puts what it finds into
 * the groups of findings. It runs here, in our page, and reads the frames from outside: in them nothing can run. It
 * waits until nothing has changed for a while and the browser has nothing else to do, and looks once at each version of
 * a mail at each width.
 */
export function followAudits() {
  // Also while the grip is dragged: each step puts it off.
  const widths = new ResizeObserver(later);
  const follow = () => {
    widths.disconnect();
    for (const frame of framesShown()) widths.observe(frame);
  };
  document.addEventListener("mail-shown", later);
  document.addEventListener("shown", () => {
    follow();
    tell();
    later();
  });
  follow();
  tell();
}

/**
 * @typedef {{ rule: string, said: string, effect: string, remedy: string, block: string | undefined, nodes: Element[]
 * }} Finding
 * @typedef {{ status: "looked", findings: Finding[] } | { status: "failed" }} Audit
 */

/**
 * The last audit of a mail, and the width in pixels that its frame had. @type {WeakMap<Document, { width: number,
 * audit: Audit }>}
 */
const audits = new WeakMap();
/** @type {number | undefined} */
let timer;
let isBusy = false;
/** Something changed while axe was looking. */
let isDue = false;

function later() {
  clearTimeout(timer);
  timer = setTimeout(auditAll, quietMs);
}

async function auditAll() {
  if (!document.getElementById("audit")) return;
  isDue = isBusy;
  if (isBusy) return;
  isBusy = true;
  try {
    for (const frame of toAudit()) {
      const [mail, width] = [frame.contentDocument, frame.clientWidth];
      if (!mail || isKnown(frame)) continue;
      const result = await audit(frame);
      // It was exchanged or got another width meanwhile: what was seen of it is of no mail that is shown.
      if (frame.contentDocument !== mail || frame.clientWidth !== width) continue;
      audits.set(mail, { width, audit: result });
      tell();
    }
  } finally {
    isBusy = false;
  }
  tell();
  if (isDue) later();
  isDue = false;
}

/** Colours that were turned by guess are nobody's to mend. */
function toAudit() {
  return framesShown().filter(
    ({ contentDocument: mail, parentElement }) =>
      !parentElement?.closest(".partly, .fully") && mail && ofMail(mail, "readyState") === "complete",
  );
}

/** What was seen of a mail at another width is not all there is. @param {HTMLIFrameElement} frame */
function isKnown({ contentDocument: mail, clientWidth }) {
  return mail !== null && audits.get(mail)?.width === clientWidth;
}

/** Shows what is known of the frames that are seen now; of one whose width changed, what was known before. */
function tell() {
  const seen = toAudit();
  const known = seen.flatMap(({ contentDocument: mail }) => (mail && audits.get(mail)?.audit) ?? []);
  tellAudits(known, { frames: seen.length, isDone: seen.every(isKnown) });
}

/**
 * @param {HTMLIFrameElement} frame
 * @returns {Promise<Audit>}
 */
async function audit(frame) {
  try {
    const { axeOf } = await import("./axe.js");
    const mail = frame.contentWindow;
    if (!mail) return { status: "failed" };
    const axe = axeOf(mail);
    const violations = [];
    for (const rules of inParts(axe.getRules(tags).map(({ ruleId }) => ruleId))) {
      // In one go it would hold the page up for a moment that is felt.
      await whenIdle();
      const values = rules.filter((rule) => !ofPages.has(rule));
      const part = await axe.run(mail.document, { ...options, runOnly: { type: "rule", values } });
      violations.push(...part.violations);
    }
    return { status: "looked", findings: violations.flatMap(findingsOf) };
  } catch {
    // A mail can give its elements names that hide those axe needs; then it has looked at nothing.
    return { status: "failed" };
  }
}

/**
 * What one rule found, once for each block and sentence.
 * @param {import("./audit-words.js").Violation} violation
 * @returns {Finding[]}
 */
function findingsOf(violation) {
  /** @type {Map<string, Finding>} */
  const found = new Map();
  for (const node of violation.nodes) {
    const block = node.element ? blockOf(node.element) : undefined;
    const words = auditWords(violation, node);
    const key = JSON.stringify([block, words.said]);
    const one = found.get(key) ?? { rule: violation.id, ...words, block, nodes: [] };
    if (node.element) one.nodes.push(node.element);
    found.set(key, one);
  }
  return [...found.values()];
}

/** When the browser has nothing else to do. */
function whenIdle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(undefined), { timeout: 2000 });
    else setTimeout(resolve, 50);
  });
}

/**
 * Rules that are looked at one after the other. Those that measure where everything lies share that work, so they stay
 * together.
 * @param {readonly string[]} rules
 */
function inParts(rules) {
  const [measuring, others] = [true, false].map((is) => rules.filter((rule) => measures.has(rule) === is));
  const parts = [measuring ?? []];
  for (let at = 0; at < (others?.length ?? 0); at += atOnce) parts.push(others?.slice(at, at + atOnce) ?? []);
  return parts;
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const measures = new Set(["color-contrast", "target-size", "link-in-text-block"]);
/**
 * Rules that a mail can do nothing about: a program around it has the landmarks, the title and the headings of the
 * page.
 */
const ofPages = new Set([
  ...["bypass", "document-title", "landmark-one-main", "page-has-heading-one", "region", "skip-link"],
  ...["meta-viewport", "meta-viewport-large", "frame-title", "frame-tested", "css-orientation-lock"],
]);
const options = { resultTypes: ["violations"], elementRef: true, iframes: false, preload: false };

/** Rules. */
const atOnce = 15;
const quietMs = 500;
