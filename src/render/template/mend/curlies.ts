/** One pair of curly brackets of a template's file, with what stands in it. */
export interface Curly {
  /** `other` shows a value, includes a file or is a comment. */
  readonly kind: "opens" | "closes" | "else" | "other";
  /** The first word: `if` of {{#if body}} and of {{/if}}. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Its closing brackets are there. */
  readonly whole: boolean;
}

/** Every {{…}} of a text, in order, as far as it can be told where one ends. `\{{` begins none. */
export function curliesIn(text: string): readonly Curly[] {
  const found: Curly[] = [];
  for (
    let start = text.indexOf("{{");
    start !== -1;
    start = text.indexOf("{{", found.at(-1)?.end ?? start + 2)
  ) {
    const whole = text.startsWith("{{!", start) ? commentEnd(text, start) : curlyEnd(text, start);
    const end = whole ?? openEnd(text, start);
    const inner = /^\{\{+[~&]?([#^/]?)[*>]?\s*(?:(else)\b|["']?([^\s}~|("']*))/.exec(
      text.slice(start, Math.min(end, start + 200)),
    );
    const [, sign = "", other, name = ""] = inner ?? [];
    const isElse = other !== undefined || (sign === "^" && name === "");
    const kind = isElse ? "else" : sign === "/" ? "closes" : sign === "" ? "other" : "opens";
    const escaped = text[start - 1] === "\\" && text[start - 2] !== "\\";
    found.push({ kind: escaped ? "other" : kind, name, start, end, whole: escaped || whole !== undefined });
  }
  return found;
}

export interface Pairs {
  /** What belongs to a {{#…}}: its {{else}}s and its end. */
  readonly of: ReadonlyMap<Curly, readonly Curly[]>;
  /** Opened and never closed, with the end of what is around it, where the text goes on outside. */
  readonly unclosed: readonly { readonly curly: Curly; readonly before: number }[];
  /** An end that has another name than what it ends. */
  readonly misnamed: readonly { readonly curly: Curly; readonly opened: Curly }[];
  /** An end or an {{else}} of nothing. */
  readonly stray: readonly Curly[];
}

/** Which end belongs to which beginning. */
export function pairsOf(curlies: readonly Curly[], length: number): Pairs {
  const of = new Map<Curly, Curly[]>();
  const unclosed: Pairs["unclosed"][number][] = [];
  const misnamed: Pairs["misnamed"][number][] = [];
  const stray: Curly[] = [];
  const open: Curly[] = [];
  const belongs = (opened: Curly | undefined, curly: Curly) => {
    if (opened !== undefined) of.set(opened, [...(of.get(opened) ?? []), curly]);
  };
  for (const curly of curlies) {
    if (curly.kind === "opens") open.push(curly);
    if (curly.kind === "else") {
      if (open.length === 0) stray.push(curly);
      belongs(open.at(-1), curly);
    }
    if (curly.kind !== "closes") continue;
    const index = open.findLastIndex(({ name }) => name === curly.name);
    const opened = open[index === -1 ? open.length - 1 : index];
    if (opened === undefined) stray.push(curly);
    else {
      if (index === -1) misnamed.push({ curly, opened });
      belongs(opened, curly);
      const left = open.splice(index === -1 ? open.length - 1 : index).slice(1);
      unclosed.push(...left.map((one) => ({ curly: one, before: curly.start })));
    }
  }
  return {
    of,
    unclosed: [...unclosed, ...open.map((curly) => ({ curly, before: length }))],
    misnamed,
    stray,
  };
}

/** The brackets in which a place lies, with the {{else}} and the end that belong to them. */
export function curliesAround(text: string, offset: number): readonly Curly[] {
  const curlies = curliesIn(text);
  const curly = curlies.findLast(({ start, end }) => start <= offset && offset <= end);
  return curly === undefined ? [] : [curly, ...(pairsOf(curlies, text.length).of.get(curly) ?? [])];
}

function commentEnd(text: string, start: number): number | undefined {
  const closing = text.startsWith("{{!--", start) ? "--}}" : "}}";
  const found = text.indexOf(closing, start);
  return found === -1 ? undefined : found + closing.length;
}

/** Behind its closing brackets; undefined when another pair begins before, or nothing closes it. */
function curlyEnd(text: string, start: number): number | undefined {
  const pattern = /\{\{\{[^{}]*\}\}\}|\{\{[^{}]*\}\}/y;
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where what has no end goes over into what is around it: behind its words, at the next tag, bracket or line. */
function openEnd(text: string, start: number): number {
  const pattern = /\{\{+[^{}<>\n]*(?:>\s*[\w./-]+[^{}<>\n]*)?\}{0,2}/y;
  pattern.lastIndex = start;
  return pattern.test(text) ? Math.max(pattern.lastIndex, start + 2) : start + 2;
}
