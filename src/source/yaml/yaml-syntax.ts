import { type Document, isScalar, type Node, Scalar, visit, type YAMLError } from "yaml";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import { secondColon } from "./second-colon.ts";

export interface Syntax {
  readonly problems: readonly Problem[];
  /** From this line on the parser may take for a part of one value what belongs to another; undefined when nowhere. */
  readonly brokenFrom?: number;
}

/**
 * What the YAML parser complains about, in an editor's words and at the place to mend. One finding a line: the parser
 * often says the same thing three times. Once it has lost the thread, it complains of sound lines below, and is not
 * heard any more but for what is wrong in one line alone; `lostAt` is a line where that is known to happen. No sentence
 * repeats what stands in the file; it could be a password.
 */
export function syntaxProblems(
  document: Document<Node, boolean>,
  text: string,
  place: (offset: number) => Position,
  lostAt: number | undefined,
): Syntax {
  const faults = [...document.errors, ...document.warnings]
    .map((fault) => ({ fault, offset: offsetOf(fault, document, text) }))
    .sort((one, other) => one.offset - other.offset);
  const byLine = new Map<number, Problem>();
  const first = faults.find(({ fault, offset }) => derails(fault, lineAt(text, offset), text));
  const tab = first && tabAbove(document, text, first.offset);
  if (tab !== undefined) {
    const message = "a tab indents this line, which YAML does not allow.";
    byLine.set(place(tab).line, problem(place(tab), "yaml/syntax", message, "Indent with spaces."));
  }
  let lost = lostAt ?? (tab === undefined ? undefined : place(tab).line);
  for (const { fault, offset } of faults) {
    const at = place(offset);
    const line = lineAt(text, offset);
    const lasting = derails(fault, line, text);
    if (lasting && tab !== undefined) continue;
    if (lost !== undefined && at.line > lost && !soundAlone(fault, line, text)) continue;
    if (lasting) lost ??= at.line;
    if (byLine.has(at.line)) continue;
    const [message, remedy] = words(fault, text, offset);
    byLine.set(at.line, problem(at, "yaml/syntax", message, remedy));
  }
  const swallows = faults
    .filter(({ fault, offset }) => !ownLineOnly.has(fault.code) || derails(fault, lineAt(text, offset), text))
    .map(({ offset }) => place(offset).line);
  const broken = [
    ...swallows,
    ...(lostAt === undefined ? [] : [lostAt]),
    ...(tab === undefined ? [] : [place(tab).line]),
  ];
  const problems = [...byLine.values()];
  return broken.length === 0 ? { problems } : { problems, brokenFrom: Math.min(...broken) };
}

// The parser goes on below these as if nothing had been.
const ownLineOnly: ReadonlySet<string> = new Set([
  "BAD_SCALAR_START",
  "BAD_DQ_ESCAPE",
  "UNEXPECTED_TOKEN",
  "TAG_RESOLVE_FAILED",
]);

/** Whether the parser complains of sound lines behind this fault. */
function derails({ code, pos }: YAMLError, line: string, text: string): boolean {
  // The map that the file is ended above: one of its lines is indented otherwise than the others.
  if (code === "UNEXPECTED_TOKEN") return text.slice(startOfLine(text, pos[0]), pos[0]).trim() === "";
  if (code === "BLOCK_AS_IMPLICIT_KEY") return !/:\s.*:(?:\s|$)|\? /.test(line);
  return !ownLineOnly.has(code);
}

/**
 * Whether a fault is one even if the parser has lost the thread above it: a key and its value that go wrong by
 * themselves.
 */
function soundAlone(fault: YAMLError, line: string, text: string): boolean {
  return keyWithValue.test(line) && fault.code !== "UNEXPECTED_TOKEN" && !derails(fault, line, text);
}

/** A line that looks like a key with a value; prose, read as YAML by mistake, seldom does. */
export const keyWithValue = /^\s*(?:- )*[\w-]+: +\S/;

/** Where the first tab indents a line, outside of running text, down to the line below the fault. */
function tabAbove(document: Document<Node, boolean>, text: string, offset: number): number | undefined {
  const end = endOfLine(text, endOfLine(text, offset) + 1);
  for (const { index } of text.slice(0, end).matchAll(/^ *\t(?=[ \t]*\S)/gm)) {
    let inText = false;
    const ownLine = startOfLine(text, offset) === index;
    visit(document, {
      Scalar(_, { range, type }) {
        const running = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
        if (running && range != null && range[0] < index && index < range[1]) inText = true;
      },
    });
    if (ownLine || !inText) return index + (/^ */.exec(text.slice(index))?.[0].length ?? 0);
  }
  return undefined;
}

/** A quote that is never closed is found at the end of the file, but the place to mend is where it opens. */
function offsetOf(fault: YAMLError, document: Document<Node, boolean>, text: string): number {
  let offset = fault.pos[0];
  while (fault.code === "BAD_INDENT" && text[offset] === " ") offset += 1;
  if (!isUnclosedQuote(fault)) return offset;
  visit(document, (_, node) => {
    if (!isScalar(node) || node.range == null) return;
    const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
    if (quoted && node.range[0] < fault.pos[0] && node.range[1] >= fault.pos[0]) offset = node.range[0];
  });
  return offset;
}

function isUnclosedQuote({ code, message }: YAMLError): boolean {
  return code === "MISSING_CHAR" && message.startsWith("Missing closing");
}

type Words = readonly [message: string, remedy: string];

function words(fault: YAMLError, text: string, offset: number): Words {
  switch (fault.code) {
    case "TAB_AS_INDENT":
      return ["a tab stands where only spaces may stand.", "Write spaces."];
    case "BAD_INDENT":
      return ["the line is not indented like its neighbours.", "Line it up, or close the bracket before it."];
    case "BLOCK_AS_IMPLICIT_KEY":
      if (text.startsWith("? ", offset)) return keptSign("?");
      return secondColon;
    case "MULTILINE_IMPLICIT_KEY":
      if (/^\S+$/.test(lineAt(text, offset).trim()))
        return (
          withoutColon(text, offset) ?? [
            "this line has no colon behind its key.",
            "Write the key, a colon, a space and the value.",
          ]
        );
      return withoutColon(text, offset) ?? withoutBar(text, offset) ?? notAKey;
    case "BAD_SCALAR_START":
      return keptSign(text.charAt(offset));
    case "BAD_DQ_ESCAPE":
      return [
        'a backslash in "…" starts an escape, and there is none like this.',
        "Write two backslashes, or use '…'.",
      ];
    case "MULTIPLE_DOCS":
      return [
        "a second document starts here; a file holds one.",
        "Delete the line above (--- or ...), or move this.",
      ];
    case "MISSING_CHAR":
      if (isUnclosedQuote(fault)) return ["a quote is opened here and never closed.", "Close it."];
      return withoutColon(text, offset) ?? withoutBar(text, offset) ?? notAKey;
    case "UNEXPECTED_TOKEN":
      if (derails(fault, lineAt(text, offset), text))
        return ["the line is not indented like its neighbours.", "Line it up with the keys above it."];
      return unexpected(text, offset);
    case "BAD_ALIAS":
      return [
        "YAML reads what begins with * as a reference.",
        'For an item of a list write "- "; put quotes round a text.',
      ];
    default:
      return ["YAML cannot read this place.", "Put quotes round the value, or compare with a working file."];
  }
}

function keptSign(sign: string): Words {
  return [`YAML keeps ${sign} at the start of a value for itself.`, "Put quotes round the value."];
}

const notAKey: Words = [
  "this line is neither a key with a value nor part of the text above.",
  "Write a colon and a space behind a key; indent text further than its key.",
];

/** A line that looks like a key whose colon, or the space behind it, was forgotten. */
function withoutColon(text: string, offset: number): Words | undefined {
  const line = lineAt(text, offset);
  if (/^\s*(?:- )*[\w-]+:(?!\s|\/\/|$)/.test(line))
    return [
      "there is no space behind the colon of this line.",
      "Write the key, a colon, a space and the value.",
    ];
  const [, lead, mark] = /^(\s*(?:- )*)[\w-]+( [|>][-+]?)?\s*$/.exec(line) ?? [];
  if (lead === undefined) return undefined;
  const [, indent = "", dash] =
    /^(?:[ \t]*\r?\n)*( *)(- )?/.exec(text.slice(endOfLine(text, offset) + 1)) ?? [];
  const belongs = indent.length > lead.length || (dash !== undefined && indent.length === lead.length);
  return mark !== undefined || belongs
    ? ["a key stands here without a colon, and what belongs to it follows.", "Write a colon behind the key."]
    : undefined;
}

/** Text below a key that was meant to stand behind `|`, and is not indented further than its key. */
function withoutBar(text: string, offset: number): Words | undefined {
  const above = text.slice(0, startOfLine(text, offset)).split(/\r?\n/).slice(-mostLines, -1).reverse();
  const key = above.find((line) => /^\s*(?:- +)*[\w-]+:/.test(line));
  const name = /^\s*(?:- +)*([\w-]+):\s*$/.exec(key ?? "")?.[1];
  if (name === undefined) return undefined;
  const message = "this line is neither a key with a value nor part of the text above.";
  return [
    message,
    `For a text of several lines write "${name}: |", and indent the text further than "${name}".`,
  ];
}

const mostLines = 20;

function unexpected(text: string, offset: number): Words {
  const before = lineAt(text, offset).slice(0, offset - startOfLine(text, offset));
  const sign = /[:-][ \t]+([|>])[-+\d]*[ \t]*$/.exec(before)?.[1];
  if (sign !== undefined)
    return [
      `text stands behind the ${sign}, which announces a text on the lines below.`,
      "Put it on the next line; or, when the sign is part of the value, put double quotes round the whole value.",
    ];
  if (text.startsWith("- ", offset))
    return [
      "the value starts with -, which YAML reads as a list.",
      "Put double quotes round the whole value.",
    ];
  return ["text stands where the value has already ended.", "Put double quotes round the whole value."];
}

function lineAt(text: string, offset: number): string {
  return text.slice(startOfLine(text, offset), endOfLine(text, offset)).replace(/\r$/, "");
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}
