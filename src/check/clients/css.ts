/** A declaration of a style sheet, or of a style attribute. */
export interface Declaration {
  readonly property: string;
  readonly value: string;
  /** Where it begins in the text. */
  readonly index: number;
}

/** What stands between one pair of brackets. */
export interface StyleRule {
  /** `a:hover, .story`, or the name and the condition of an at-rule: `@font-face`. */
  readonly selector: string;
  readonly index: number;
  readonly declarations: readonly Declaration[];
  /** It stands inside of another rule that is no at-rule. */
  readonly isNested: boolean;
  /** It is, or stands inside of, an at-rule: `@media`, `@font-face`. */
  readonly atRule?: string;
}

/**
 * Reads a style sheet as far as it matters for what it uses, in one pass. Of a sheet that is broken the rest is read as
 * it stands: whether it is sound is for others to say.
 */
export function parseSheet(text: string): readonly StyleRule[] {
  const rules: StyleRule[] = [];
  const css = withoutComments(text);
  const open: OpenRule[] = [];
  let from = 0;
  // `url(data:image/png;base64,…)` holds a semicolon that ends nothing.
  let depth = 0;
  for (let at = 0; at <= css.length; at += 1) {
    const sign = css[at];
    if (sign === '"' || sign === "'") at = endOfText(css, at);
    else if (sign === "(") depth += 1;
    else if (sign === ")") depth = Math.max(0, depth - 1);
    else if (sign === "{") {
      open.push(opened(trimmed(css, from, at), open.at(-1)));
      [from, depth] = [at + 1, 0];
    } else if ((sign === ";" && depth === 0) || sign === "}" || sign === undefined) {
      const said = trimmed(css, from, at);
      const rule = open.at(-1);
      if (rule !== undefined) rule.declarations.push(...declarationIn(said));
      else if (said.text.startsWith("@")) rules.push(opened(said, undefined));
      [from, depth] = [at + 1, 0];
      if (sign === "}" && rule !== undefined) rules.push(rule);
      if (sign === "}") open.pop();
    }
  }
  return rules;
}

interface OpenRule extends StyleRule {
  readonly declarations: Declaration[];
}

function opened({ text, index }: Trimmed, around: StyleRule | undefined): OpenRule {
  const atRule = around?.atRule ?? (text.startsWith("@") ? text : undefined);
  const isNested = around !== undefined && (around.isNested || !around.selector.startsWith("@"));
  return { selector: text, index, declarations: [], isNested, ...(atRule === undefined ? {} : { atRule }) };
}

/** The declarations of a style attribute. */
export function parseStyle(text: string): readonly Declaration[] {
  return parseSheet(`x{${text}}`).flatMap(({ declarations }) =>
    declarations.map((one) => ({ ...one, index: one.index - 2 })),
  );
}

/** Of the same length, so that places hold. */
function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => " ".repeat(comment.length));
}

/** Where the text that begins here ends; at its beginning when it does not end in its line. */
function endOfText(css: string, start: number): number {
  const found = css.indexOf(css[start] ?? "", start + 1);
  return found === -1 || css.slice(start, found).includes("\n") ? start : found;
}

interface Trimmed {
  readonly text: string;
  readonly index: number;
}

function trimmed(css: string, from: number, to: number): Trimmed {
  const text = css.slice(from, to);
  return { text: text.trim(), index: from + text.length - text.trimStart().length };
}

function declarationIn({ text, index }: Trimmed): readonly Declaration[] {
  const [, property, value] = /^(-{0,2}[a-z][\w-]*)\s*:\s*([\s\S]+)$/i.exec(text) ?? [];
  if (property === undefined || value === undefined) return [];
  return [{ property: property.toLowerCase(), value: value.trim(), index }];
}
