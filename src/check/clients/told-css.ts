import type { ToldFeature } from "./told-feature.ts";

const beside = "Set columns with mj-column, or cells of a table.";
const hidden = "Leave it out, or give it with {{#if}} to those who are to see it.";
const page = "Link to a page that does it.";
const spaces =
  "Write the side out (left, right, top, bottom), with {{issue.start}} and {{issue.end}} where the language decides.";
const plainly = "Write the value itself, or a plain one before it for the others.";

/** Of style sheets and style attributes. */
export const toldOfCss: Readonly<Record<string, ToldFeature>> = {
  "css-display-flex": {
    name: "display: flex",
    sees: "see what should stand side by side one below the other",
    instead: beside,
  },
  "css-display-grid": {
    name: "display: grid",
    sees: "see what should stand side by side one below the other",
    instead: beside,
  },
  "css-flex-direction": {
    name: "flex-direction: column",
    sees: "see one beside the other what should stand below",
    instead: beside,
  },
  "css-flex-wrap": {
    name: "flex-wrap: wrap",
    sees: "see everything in one row that may not fit",
    instead: beside,
  },
  "css-grid-template": { name: "grid-template", sees: "see one column", instead: beside },
  "css-gap": { name: "gap", sees: "see no space between the parts", instead: "Give the parts a padding." },
  "css-align-items": {
    name: "align-items",
    sees: "see the parts at another height",
    instead: "Use cells of a table with valign.",
  },
  "css-justify-content": {
    name: "justify-content",
    sees: "see the parts at the edge",
    instead: "Use cells of a table with align.",
  },
  "css-position": {
    name: "position",
    sees: "see it where it stands in the text, not where it was put",
    instead: beside,
  },
  "css-float": {
    name: "float",
    sees: "see it above the text and not beside it",
    instead: 'Use a cell of a table, or align="left" on the picture.',
  },
  "css-column-count": { name: "columns", sees: "see one column", instead: beside },
  "css-transform": {
    name: "transform",
    sees: "see it unturned, at its own size and place",
    instead: "Save the picture as it is to look.",
  },
  "css-object-fit": {
    name: "object-fit",
    sees: "see the picture squeezed or stretched",
    instead: "Cut the picture to the form that it has in the mail.",
  },
  "css-aspect-ratio": { name: "aspect-ratio", sees: "see another height", instead: "Give width and height." },
  "css-background-image": {
    name: "background-image",
    sees: "see no picture behind the words, and perhaps no words",
    instead: "Use mj-section with background-url, or add a background-color.",
  },
  "css-linear-gradient": {
    name: "linear-gradient()",
    sees: "see no colour behind the words, and perhaps no words",
    instead: "Write a plain background-color before it.",
  },
  "css-radial-gradient": {
    name: "radial-gradient()",
    sees: "see no colour behind the words, and perhaps no words",
    instead: "Write a plain background-color before it.",
  },
  "css-conic-gradient": {
    name: "conic-gradient()",
    sees: "see no colour behind the words, and perhaps no words",
    instead: "Write a plain background-color before it.",
  },
  "css-visibility": { name: "visibility: hidden", sees: "see what you have hidden", instead: hidden },
  "css-opacity": { name: "opacity: 0", sees: "see what you have hidden", instead: hidden },
  "css-clip-path": {
    name: "clip-path",
    sees: "see all of it, uncut",
    instead: "Save the picture as it is to look.",
  },
  "css-mask-image": {
    name: "mask-image",
    sees: "see all of it, uncut",
    instead: "Save the picture as it is to look.",
  },
  "css-filter": {
    name: "filter",
    sees: "see the picture without it",
    instead: "Save the picture as it is to look.",
  },
  "css-mix-blend-mode": {
    name: "mix-blend-mode",
    sees: "see one lie over the other",
    instead: "Save the picture as it is to look.",
  },
  "css-writing-mode": {
    name: "writing-mode",
    sees: "see the text from side to side",
    instead: "Set it from side to side, or as a picture with alt.",
  },
  "css-white-space": {
    name: "white-space: pre",
    sees: "see lines run together",
    instead: "Write <br> and &nbsp; where lines and spaces must hold.",
  },
  "css-margin": {
    name: "a negative margin",
    sees: "see it where it would be without",
    instead: "Make the space around it smaller.",
  },
  "css-margin-inline-block": {
    name: "margin-inline and margin-block",
    sees: "see no such space",
    instead: spaces,
  },
  "css-margin-inline-start-end": {
    name: "margin-inline-start and -end",
    sees: "see no such space",
    instead: spaces,
  },
  "css-margin-block-start-end": {
    name: "margin-block-start and -end",
    sees: "see no such space",
    instead: spaces,
  },
  "css-padding-inline-block": {
    name: "padding-inline and padding-block",
    sees: "see no such space",
    instead: spaces,
  },
  "css-padding-inline-start-end": {
    name: "padding-inline-start and -end",
    sees: "see no such space",
    instead: spaces,
  },
  "css-padding-block-start-end": {
    name: "padding-block-start and -end",
    sees: "see no such space",
    instead: spaces,
  },
  "css-border-inline-block": {
    name: "border-inline and border-block",
    sees: "see no such line",
    instead: spaces,
  },
  "css-border-inline-block-individual": {
    name: "border-inline-start and its like",
    sees: "see no such line",
    instead: spaces,
  },
  "css-block-inline-size": {
    name: "inline-size and block-size",
    sees: "see it at another size",
    instead: "Write width and height.",
  },
  "css-variables": {
    name: "variables of CSS",
    sees: "see it as if that line were not there",
    instead: "Write {{theme.…}}, which is filled before the mail is sent.",
  },
  "css-unit-calc": { name: "calc()", sees: "see it as if that line were not there", instead: plainly },
  "css-function-clamp": { name: "clamp()", sees: "see it as if that line were not there", instead: plainly },
  "css-function-min": { name: "min()", sees: "see it as if that line were not there", instead: plainly },
  "css-function-max": { name: "max()", sees: "see it as if that line were not there", instead: plainly },
  "css-function-light-dark": {
    name: "light-dark()",
    sees: "see no colour",
    instead: "Write the light colour, and the dark one inside of @media (prefers-color-scheme: dark).",
  },
  "css-modern-color": {
    name: "a colour as lch(), oklch(), lab() or oklab()",
    sees: "see no colour",
    instead: "Write it like #a3291c.",
  },
  "css-rgba": {
    name: "rgba()",
    sees: "see no colour",
    instead: "Write the colour that it comes to on its ground, like #a3291c, or a plain one before it.",
  },
  "css-rgb": { name: "rgb() without commas", sees: "see no colour", instead: "Write it like #a3291c." },
  "css-unit-rem": { name: "rem", sees: "see it as if that line were not there", instead: "Write px." },
  "css-unit-ch": { name: "ch", sees: "see it as if that line were not there", instead: "Write px." },
  "css-unit-vw": { name: "vw", sees: "see it as if that line were not there", instead: "Write px, or %." },
  "css-unit-vh": {
    name: "vh",
    sees: "see it as if that line were not there, or nothing of it",
    instead: "Write px.",
  },
  "css-unit-vmin": { name: "vmin", sees: "see it as if that line were not there", instead: "Write px." },
  "css-unit-vmax": { name: "vmax", sees: "see it as if that line were not there", instead: "Write px." },
  "css-intrinsic-size": {
    name: "fit-content and its like",
    sees: "see it at another size",
    instead: plainly,
  },
  "css-at-import": {
    name: "@import",
    sees: "see the mail without what it brings",
    instead: "Write the rules into the template; a font with mj-font.",
  },
  "css-nesting": {
    name: "a rule inside of a rule",
    sees: "see nothing of the inner rule, and perhaps of those behind it",
    instead: "Write both selectors out.",
  },
  "css-pseudo-element-before": {
    name: "::before with content",
    sees: "do not see what it writes",
    instead: "Write it into the template.",
  },
  "css-pseudo-element-after": {
    name: "::after with content",
    sees: "do not see what it writes",
    instead: "Write it into the template.",
  },
  "css-pseudo-class-checked": {
    name: ":checked",
    sees: "cannot open or choose anything with it",
    instead: page,
  },
  "css-pseudo-class-target": { name: ":target", sees: "cannot open anything with it", instead: page },
  "css-pseudo-class-has": {
    name: ":has()",
    sees: "see nothing of the rule",
    instead: "Give the element a class, with {{#if}}.",
  },
};
