/**
 * What axe-core says of one element, as far as we read it.
 * @typedef {{ message: string, data?: unknown }} Check
 * @typedef {{ element?: Element, any: Check[], all: Check[], none: Check[] }} AuditedNode
 * @typedef {{ id: string, help: string, nodes: AuditedNode[] }} Violation
 */

/**
 * A finding of axe in our words: what is wrong, what readers notice of it, and what to do. Of rules that we have no
 * words for, axe's own, with what it says of the element.
 * @param {Violation} violation
 * @param {AuditedNode} node
 * @returns {Words}
 */
export function auditWords({ id, help }, node) {
  if (id === "color-contrast") return contrastWords(node);
  const known = words[id];
  if (known) return { said: known[0], effect: known[1], remedy: known[2] };
  const first = [...node.any, ...node.all, ...node.none][0]?.message ?? "";
  return {
    said: sentence(first || help),
    effect: "Readers who use a screen reader may be lost here.",
    remedy: sentence(help),
  };
}

/** @typedef {{ said: string, effect: string, remedy: string }} Words */

/**
 * @param {AuditedNode} node
 * @returns {Words}
 */
function contrastWords(node) {
  const data = /** @type {Record<string, unknown>} */ (node.any[0]?.data ?? {});
  const { fgColor, bgColor, contrastRatio, expectedContrastRatio } = data;
  return {
    said: `this text is ${fgColor} on ${bgColor}: a contrast of ${contrastRatio}:1.`,
    effect: "Readers with weak eyes, or in the sun, cannot read it.",
    remedy: `Take colours that reach ${expectedContrastRatio}, in the theme or where the block sets them.`,
  };
}

/** @param {string} text */
function sentence(text) {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * What is wrong, what readers notice, what to do. @type {Readonly<Record<string, readonly [string, string, string]>>}
 */
const words = {
  "empty-heading": [
    "a heading is empty.",
    "Screen readers stop at it and say nothing.",
    "Write it, or take it out.",
  ],
  "heading-order": [
    "a level of headings is missing.",
    "Readers who go from heading to heading think that something is lost.",
    "Begin one level higher.",
  ],
  "html-has-lang": [
    "the mail does not say its language.",
    "Screen readers read it out in any.",
    "Put lang on <mjml>.",
  ],
  "html-lang-valid": [
    "the language of the mail is none.",
    "Screen readers read it out in any.",
    "Correct its tag, such as en or pt-BR.",
  ],
  "image-alt": [
    "a picture has no alternative text.",
    "Readers who hear the mail, or have pictures off, do not learn what it shows.",
    'Say what it shows, or write alt: "" if it is decoration.',
  ],
  "image-redundant-alt": [
    "the alternative text of a picture says the same as the words beside it.",
    "Readers who hear the mail hear it twice.",
    'Write alt: "", or say what only the picture shows.',
  ],
  "link-in-text-block": [
    "a link differs from the text around it by its colour only.",
    "Not every reader sees that it is one.",
    "Underline links in text.",
  ],
  "link-name": [
    "a link has no words.",
    "Screen readers read out its address.",
    "Write what it leads to, or describe its picture.",
  ],
  list: [
    "a list has things in it that are no items of it.",
    "Screen readers count it wrong.",
    "Put every one into its own <li>.",
  ],
  listitem: [
    "an item stands outside of a list.",
    "Screen readers do not say that it is one.",
    "Put <ul> or <ol> around it.",
  ],
  "target-size": [
    "a link is small, and near to another one.",
    "Readers with large fingers, or shaking hands, miss it.",
    "Give it 24 pixels of height, or room around it.",
  ],
};
