import { type Declaration, parseSheet, parseStyle } from "./css.ts";

/** Something that mail programs may not know, by its name at caniemail.com, and where in a text it is used. */
export interface Use {
  readonly feature: string;
  readonly index: number;
}

/**
 * What a style sheet uses. Inside of @media and @supports nothing is looked at: it is for those who understand it, and
 * the others have what stands outside.
 */
export function usesOfSheet(css: string): readonly Use[] {
  return parseSheet(css).flatMap(({ selector, index, declarations, isNested, atRule }) => {
    if (atRule !== undefined)
      return /^@import\b/i.test(selector) ? [{ feature: "css-at-import", index }] : [];
    const nested = isNested ? [{ feature: "css-nesting", index }] : [];
    return [...nested, ...usesOfSelector(selector, index, declarations), ...usesOfDeclarations(declarations)];
  });
}

/** What a style attribute uses. */
export function usesOfStyle(style: string): readonly Use[] {
  return usesOfDeclarations(parseStyle(style));
}

/** What a single value uses: a colour, a length. */
export function usesOfValue(value: string): readonly string[] {
  return [...values].flatMap(([feature, pattern]) => (pattern.test(value) ? [feature] : []));
}

function usesOfSelector(selector: string, index: number, said: readonly Declaration[]): readonly Use[] {
  const writes = said.some(({ property, value }) => property === "content" && !writesNothing.test(value));
  const found = [...selectors].flatMap(([feature, pattern]) => (pattern.test(selector) ? [feature] : []));
  return found
    .filter((one) => writes || !one.startsWith("css-pseudo-element"))
    .map((feature) => ({ feature, index }));
}

/** A value that only some know, behind one that all know for the same property, is meant for those only. */
function usesOfDeclarations(declarations: readonly Declaration[]): readonly Use[] {
  const plain = new Set<string>();
  const hasColour = declarations.some(({ property }) => /^background(?:-color)?$/.test(property));
  return declarations.flatMap(({ property, value, index }) => {
    const base = baseOf(property);
    const ofValue = usesOfValue(value);
    const told = [...featuresOf(property, value, hasColour), ...(plain.has(base) ? [] : ofValue)];
    if (ofValue.length === 0) plain.add(base);
    return [...new Set(told)].map((feature) => ({ feature, index }));
  });
}

function baseOf(property: string): string {
  return /^background(?:-color|-image)?$/.test(property) ? "background" : property;
}

function featuresOf(property: string, value: string, hasColour: boolean): readonly string[] {
  if (property.startsWith("--")) return ["css-variables"];
  if (property === "background-image" && /url\(/i.test(value))
    return hasColour ? [] : ["css-background-image"];
  return properties.flatMap(([feature, name, wanted]) =>
    name.test(property) && (wanted === undefined || wanted.test(value)) ? [feature] : [],
  );
}

/** A feature, the properties that use it, and with which values; left out, with any. */
const properties: readonly (readonly [feature: string, property: RegExp, value?: RegExp])[] = [
  ["css-display-flex", /^display$/, /^(?:inline-)?flex\b/],
  ["css-display-grid", /^display$/, /^(?:inline-)?grid\b/],
  ["css-flex-direction", /^flex-(?:direction|flow)$/, /\bcolumn/],
  ["css-flex-wrap", /^flex-(?:wrap|flow)$/, /\bwrap\b/],
  ["css-grid-template", /^grid(?:-template.*)?$/],
  ["css-gap", /^(?:grid-)?(?:row-|column-)?gap$/],
  ["css-align-items", /^align-items$/],
  ["css-justify-content", /^justify-content$/],
  ["css-position", /^position$/, /^(?:absolute|fixed|sticky)\b/],
  ["css-float", /^float$/, /^(?:left|right)\b/],
  ["css-column-count", /^column(?:s|-count)$/],
  ["css-transform", /^transform$/, /^(?!none)/],
  ["css-object-fit", /^object-fit$/],
  ["css-aspect-ratio", /^aspect-ratio$/],
  ["css-visibility", /^visibility$/, /^(?:hidden|collapse)\b/],
  ["css-opacity", /^opacity$/, /^0?(?:\.0+)?(?:\s|$|!)/],
  ["css-clip-path", /^clip-path$/, /^(?!none)/],
  ["css-mask-image", /^(?:-webkit-)?mask(?:-image)?$/],
  ["css-filter", /^filter$/, /^(?!none|progid)/],
  ["css-mix-blend-mode", /^mix-blend-mode$/],
  ["css-writing-mode", /^writing-mode$/, /^(?!horizontal)/],
  ["css-white-space", /^white-space$/, /^pre/],
  ["css-margin", /^margin(?:-\w+)?$/, /(?:^|\s)-\.?\d/],
  ["css-margin-inline-block", /^margin-(?:inline|block)$/],
  ["css-margin-inline-start-end", /^margin-inline-(?:start|end)$/],
  ["css-margin-block-start-end", /^margin-block-(?:start|end)$/],
  ["css-padding-inline-block", /^padding-(?:inline|block)$/],
  ["css-padding-inline-start-end", /^padding-inline-(?:start|end)$/],
  ["css-padding-block-start-end", /^padding-block-(?:start|end)$/],
  ["css-border-inline-block", /^border-(?:inline|block)$/],
  ["css-border-inline-block-individual", /^border-(?:inline|block)-(?:start|end)$/],
  ["css-block-inline-size", /^(?:block|inline)-size$/],
];

/** What values of any property may hold. */
const values: ReadonlyMap<string, RegExp> = new Map([
  ["css-variables", /\bvar\(/i],
  ["css-unit-calc", /\bcalc\(/i],
  ["css-function-clamp", /\bclamp\(/i],
  ["css-function-min", /(?<![\w-])min\(/i],
  ["css-function-max", /(?<![\w-])max\(/i],
  ["css-function-light-dark", /\blight-dark\(/i],
  ["css-modern-color", /\b(?:ok)?(?:lch|lab)\(|\bcolor(?:-mix)?\(/i],
  ["css-rgba", /\brgba\(/i],
  ["css-rgb", /\brgb\(\s*[\d.]+%?\s+[\d.]/i],
  ["css-linear-gradient", /\blinear-gradient\(/i],
  ["css-radial-gradient", /\bradial-gradient\(/i],
  ["css-conic-gradient", /\bconic-gradient\(/i],
  ["css-unit-rem", /(?<![\w#-])-?[\d.]{1,12}rem\b/i],
  ["css-unit-ch", /(?<![\w#-])-?[\d.]{1,12}ch\b/i],
  ["css-unit-vw", /(?<![\w#-])-?[\d.]{1,12}vw\b/i],
  ["css-unit-vh", /(?<![\w#-])-?[\d.]{1,12}vh\b/i],
  ["css-unit-vmin", /(?<![\w#-])-?[\d.]{1,12}vmin\b/i],
  ["css-unit-vmax", /(?<![\w#-])-?[\d.]{1,12}vmax\b/i],
  ["css-intrinsic-size", /\b(?:fit|min|max)-content\b/i],
]);

const selectors: ReadonlyMap<string, RegExp> = new Map([
  ["css-pseudo-element-before", /::?before\b/i],
  ["css-pseudo-element-after", /::?after\b/i],
  ["css-pseudo-class-checked", /:checked\b/i],
  ["css-pseudo-class-target", /:target\b/i],
  ["css-pseudo-class-has", /:has\(/i],
]);

/** No content, or spaces alone, also as their numbers: `"\2002"`. */
const writesNothing = /^(?:none|normal|(["'])(?:\s|\\(?:a0|00a0|200[0-9a-d]))*\1)(?:\s|!|$)/i;
