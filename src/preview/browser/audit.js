import { blockOf, elements, framesShown, groupOf } from "./blocks.js";
import { auditWords } from "./audit-words.js";

/**
 * Lets axe-core look at the mails that are shown, light or dark as their author wrote them, and puts what it finds into the groups of
 * findings. It runs here, in our page, and reads the frames from outside: in them nothing can run. It waits until nothing has
 * changed for a while and the browser has nothing else to do, and looks at each version of a mail once.
 */
export function followAudits() {
  document.addEventListener("mail-shown", later);
  document.addEventListener("shown", () => {
    tell();
    later();
  });
  tell();
}

/**
 * @typedef {{ rule: string, said: string, effect: string, remedy: string, block: string | undefined, nodes: Element[] }} Finding
 * @typedef {{ status: "looked", findings: Finding[] } | { status: "failed" }} Audit
 */

/** By the address of a frame, which changes when the mail in it does. @type {Map<string, Audit>} */
const audits = new Map();
/** @type {number | undefined} */
let timer;
let isBusy = false;
/** Something changed while axe was looking. */
let isDue = false;

function later() {
  clearTimeout(timer);
  timer = setTimeout(auditAll, quietMs);
}

/** When the browser has nothing else to do. */
function whenIdle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(undefined), { timeout: 2000 });
    else setTimeout(resolve, 50);
  });
}

/**
 * Rules that are looked at one after the other. Those that measure where everything lies share that work, so they stay together.
 * @param {readonly string[]} rules
 */
function inParts(rules) {
  const [measuring, others] = [true, false].map((is) => rules.filter((rule) => measures.has(rule) === is));
  const parts = [measuring ?? []];
  for (let at = 0; at < (others?.length ?? 0); at += atOnce) parts.push(others?.slice(at, at + atOnce) ?? []);
  return parts;
}

async function auditAll() {
  if (!document.getElementById("audit")) return;
  isDue = isBusy;
  if (isBusy) return;
  isBusy = true;
  try {
    for (const frame of toAudit()) {
      const known = audits.get(frame.src);
      if (known !== undefined && isOf(known, frame)) continue;
      audits.delete(frame.src);
      const result = await audit(frame);
      // It was exchanged meanwhile: what was seen of it is of no mail that is shown.
      if (!frame.isConnected) continue;
      audits.set(frame.src, result);
      const [oldest] = audits.keys();
      if (audits.size > mostAudits && oldest !== undefined) audits.delete(oldest);
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
    (frame) => !frame.closest(".partly, .fully") && frame.contentDocument?.readyState === "complete",
  );
}

/**
 * A frame that was loaded again has other elements.
 * @param {Audit} audit
 * @param {HTMLIFrameElement} frame
 */
function isOf(audit, frame) {
  if (audit.status === "failed") return true;
  return audit.findings.every(({ nodes }) =>
    nodes.every((one) => one.ownerDocument === frame.contentDocument),
  );
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

/** Shows what is known of the frames that are seen now. */
function tell() {
  const note = document.getElementById("audit");
  for (const old of document.querySelectorAll("[data-added]")) old.remove();
  if (!note) return;
  const seen = toAudit();
  const known = seen.flatMap((frame) => audits.get(frame.src) ?? []);
  const findings = known.flatMap((one) => (one.status === "looked" ? one.findings : []));
  /** @type {Set<string>} */
  const told = new Set();
  for (const finding of findings) {
    // Two widths of one mail have the same faults.
    const key = JSON.stringify([finding.block, finding.said]);
    const same = findings.filter((one) => JSON.stringify([one.block, one.said]) === key);
    if (told.has(key)) continue;
    told.add(key);
    const list = groupOf(finding.block)?.querySelector("[data-axe]");
    list?.append(
      article(
        finding,
        same.flatMap(({ nodes }) => nodes),
      ),
    );
  }
  const words = document.createElement("span");
  words.dataset.added = "";
  words.textContent = noteOf(seen.length, known, told.size);
  note.append(words);
}

/**
 * @param {number} frames
 * @param {readonly Audit[]} known
 * @param {number} many
 */
function noteOf(frames, known, many) {
  if (frames === 0) return "Accessibility is looked at in the mail, light or dark.";
  if (known.length < frames) return "Accessibility is being looked at …";
  if (known.some(({ status }) => status === "failed")) return "axe could not look at this mail.";
  if (many === 0) return "Accessibility: axe finds nothing in what is shown.";
  return `Accessibility: axe finds ${many === 1 ? "one thing" : `${many} things`} in what is shown.`;
}

/**
 * @param {Finding} finding
 * @param {readonly Element[]} nodes
 */
function article({ rule, said, effect, remedy }, nodes) {
  const element = document.createElement("article");
  element.className = "finding warning";
  element.dataset.added = "";
  const words = nodes[0]?.textContent?.replace(/\s+/g, " ").trim().slice(0, 60) ?? "";
  const where = words === "" ? `<${nodes[0]?.localName ?? "html"}>` : `“${words}”`;
  const times = nodes.length > 1 ? ` and ${nodes.length - 1} more` : "";
  for (const [name, text] of [
    ["said", said],
    ["effect", effect],
    ["remedy", remedy],
    ["element", where + times],
    ["soft", `axe/${rule}`],
  ]) {
    const line = document.createElement("p");
    line.className = name ?? "";
    line.textContent = text ?? "";
    if (name === "element") line.dir = "auto";
    element.append(line);
  }
  elements.set(element, nodes);
  return element;
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const measures = new Set(["color-contrast", "target-size", "link-in-text-block"]);
/** Rules that a mail can do nothing about: a program around it has the landmarks, the title and the headings of the page. */
const ofPages = new Set([
  ...["bypass", "document-title", "landmark-one-main", "page-has-heading-one", "region", "skip-link"],
  ...["meta-viewport", "meta-viewport-large", "frame-title", "frame-tested", "css-orientation-lock"],
]);
const options = { resultTypes: ["violations"], elementRef: true, iframes: false, preload: false };

/** Rules. */
const atOnce = 15;
const quietMs = 500;
const mostAudits = 12;
