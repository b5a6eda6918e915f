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
  /** The selectors and at-rules around it, the outermost first. */
  readonly inside: readonly string[];
}

/**
 * Reads a style sheet as far as it matters for what it uses. Of a sheet that is broken the rest is read as it stands: whether it
 * is sound is for others to say.
 */
export function parseSheet(text: string): readonly StyleRule[] {
  const rules: StyleRule[] = [];
  const css = withoutComments(text);
  const open: { selector: string; index: number; declarations: Declaration[] }[] = [];
  let from = 0;
  for (let at = 0; at <= css.length; at += 1) {
    const sign = css[at];
    if (sign === '"' || sign === "'") at = endOfText(css, at);
    else if (sign === "(") at = endOfBrackets(css, at);
    else if (sign === "{") {
      const { text: selector, index } = trimmed(css, from, at);
      open.push({ selector, index, declarations: [] });
      from = at + 1;
    } else if (sign === ";" || sign === "}" || sign === undefined) {
      const said = trimmed(css, from, at);
      const rule = open.at(-1);
      if (rule !== undefined) rule.declarations.push(...declarationIn(said));
      else if (said.text.startsWith("@"))
        rules.push({ selector: said.text, index: said.index, declarations: [], inside: [] });
      from = at + 1;
      if (sign !== "}" || rule === undefined) continue;
      open.pop();
      rules.push({ ...rule, inside: open.map(({ selector }) => selector) });
    }
  }
  return rules;
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

function endOfText(css: string, start: number): number {
  const found = css.indexOf(css[start] ?? "", start + 1);
  const line = css.indexOf("\n", start);
  return found === -1 || (line !== -1 && line < found) ? start : found;
}

/** `url(data:image/png;base64,…)` holds a semicolon that ends nothing. */
function endOfBrackets(css: string, start: number): number {
  let depth = 0;
  for (let at = start; at < css.length; at += 1) {
    if (css[at] === "(") depth += 1;
    if (css[at] === ")") depth -= 1;
    if (depth === 0) return at;
    if (css[at] === "{" || css[at] === "}") return start;
  }
  return start;
}

function trimmed(css: string, from: number, to: number): { readonly text: string; readonly index: number } {
  const text = css.slice(from, to);
  return { text: text.trim(), index: from + text.length - text.trimStart().length };
}

function declarationIn({ text, index }: { text: string; index: number }): readonly Declaration[] {
  const [, property, value] = /^(-{0,2}[a-z][\w-]*)\s*:\s*([\s\S]+)$/i.exec(text) ?? [];
  if (property === undefined || value === undefined) return [];
  return [{ property: property.toLowerCase(), value: value.trim(), index }];
}
