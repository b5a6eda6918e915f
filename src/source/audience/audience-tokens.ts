import { isPrintable } from "../../base/printable.ts";

/** A piece of an audience expression. */
export interface AudienceToken {
  /** A bare word, a text in quotes, one of `( ) , = != < <= > >=`, or the end of everything. */
  readonly type: "word" | "text" | "sign" | "end";
  /** What it says, without quotes. */
  readonly value: string;
  /** How it stands in the expression. */
  readonly written: string;
  /** Where it starts, counted in UTF-16 units from 0. */
  readonly at: number;
}

/** Takes a finding at an offset of the expression; `code` comes without its room. */
export type Report = (at: number, code: string, message: string, remedy: string) => void;

/**
 * Cuts an expression into tokens, the last of which is its end. What people bring along from other languages (`==`,
 * `&&`) is reported and read as what it stands for, so that the rest is still understood.
 */
export function audienceTokens(text: string, report: Report): readonly AudienceToken[] {
  const tokens: AudienceToken[] = [];
  for (const match of text.matchAll(pattern)) {
    const written = match[0];
    const at = match.index;
    const { word, sign, quoted, curly } = match.groups ?? {};
    const token = (type: AudienceToken["type"], value: string) => tokens.push({ type, value, written, at });
    if (word !== undefined) token("word", word);
    else if (quoted !== undefined) {
      const inWord = /[\p{L}\p{N}]$/u.test(text.slice(0, at));
      const value = readQuoted(written, at, inWord, report);
      if (value !== undefined) token("text", value);
    } else if (curly !== undefined) {
      const value = written.slice(1, -1);
      report(at, "curly-quotes", "these are curly quotes.", `Write ${JSON.stringify(value)}.`);
      token("text", value);
    } else if (sign !== undefined) {
      const meant = foreign[sign] ?? sign;
      if (meant !== sign) report(at, "sign", `"${sign}" is not written here.`, remedies[meant] ?? "");
      token(/^[a-z]/.test(meant) ? "word" : "sign", meant);
    } else if (/\S/.test(written)) report(at, "character", `${nameOf(written)} cannot stand here.`, unquoted);
  }
  return [...tokens, { type: "end", value: "", written: "", at: text.trimEnd().length }];
}

const unquoted = "A value with anything but letters, digits, -, _ and . needs quotes round it.";

// Words are letters of any script with their marks. An open quote goes on to the end.
const pattern =
  /(?<word>[\p{L}\p{M}\p{N}_.-]+)|(?<quoted>"(?:[^"\\]|\\.)*(?:"|\\?$)|'[^']*(?:'|$))|(?<curly>[“”„«»‘’‚][^“”„«»‘’‚]*[“”„«»‘’‚])|(?<sign>!==|===|!=|<>|<=|>=|=~|==|&&|\|\||[()=,!≠<>&|:~])|./gsu;

const foreign: Readonly<Record<string, string>> = {
  "==": "=",
  "===": "=",
  ":": "=",
  "=~": "=",
  "~": "=",
  "!==": "!=",
  "<>": "!=",
  "≠": "!=",
  "&&": "and",
  "&": "and",
  "||": "or",
  "|": "or",
  "!": "not",
};

const remedies: Readonly<Record<string, string>> = {
  "=": 'A field is compared with =, as in city = "Paris".',
  "!=": 'Write !=, as in city != "Paris".',
  and: 'Write "and".',
  or: 'Write "or".',
  not: 'Write "not".',
};

/**
 * The value between quotes: in double quotes the escapes of JSON, in single quotes every character as it is. Undefined
 * for an open quote inside of a word, as in O'Brien: the word before it is the value that was meant.
 */
function readQuoted(written: string, at: number, inWord: boolean, report: Report): string | undefined {
  const [quote = '"'] = written;
  if (!/^(?:"(?:[^"\\]|\\.)*"|'[^']*')$/s.test(written)) {
    const remedy = inWord ? "Put double quotes round the whole value." : `Close it with ${quote}.`;
    report(at, "quote", `a quote (${quote}) is opened and never closed.`, remedy);
    return inWord ? undefined : written.slice(1);
  }
  const inside = written.slice(1, -1);
  const value =
    quote === "'"
      ? inside
      : inside.replace(
          /\\(?:u([0-9a-f]{4})|(.))/gis,
          (found, code: string | undefined, one: string, index) => {
            if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
            const meant = escapes[one];
            if (meant === undefined)
              report(at + 1 + index, "escape", `"${found}" means nothing.`, "Write two backslashes for one.");
            return meant ?? one;
          },
        );
  if (!isPrintable(value)) {
    const message = "no reader's value has a line break or an invisible character, as this text has.";
    report(at, "invisible", message, "Delete it.");
  }
  return value;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

function nameOf(character: string): string {
  if (isPrintable(character)) return `"${character}"`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `an invisible character (U+${code})`;
}
