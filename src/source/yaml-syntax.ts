import { type Document, isScalar, type Node, Scalar, visit, type YAMLError } from "yaml";
import { type Position, type Problem, problem } from "../base/problem.ts";

/**
 * What the YAML parser complains about, in an editor's words and at the place to mend. One finding a line: the parser
 * often says the same thing three times. No sentence repeats what stands in the file; it could be a password.
 */
export function syntaxProblems(
  document: Document<Node, boolean>,
  text: string,
  place: (offset: number) => Position,
): readonly Problem[] {
  const byLine = new Map<number, Problem>();
  for (const fault of [...document.errors, ...document.warnings]) {
    const at = place(offsetOf(fault, document, text));
    if (byLine.has(at.line)) continue;
    const [message, remedy] = words(fault, text);
    byLine.set(at.line, problem(at, "yaml/syntax", message, remedy));
  }
  return [...byLine.values()];
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

function words(fault: YAMLError, text: string): readonly [string, string] {
  switch (fault.code) {
    case "TAB_AS_INDENT":
      return ["a tab indents this line, which YAML does not allow.", "Indent with spaces."];
    case "DUPLICATE_KEY":
      return [`the key "${wordAt(text, fault.pos[0])}" is written twice.`, "Write each key once."];
    case "BAD_INDENT":
      return ["the line is not indented like its neighbours.", "Line it up, or close the bracket before it."];
    case "BLOCK_AS_IMPLICIT_KEY":
      return [
        "a second colon makes YAML read a key inside the value.",
        "Put quotes round the value, or line the next key up with this one.",
      ];
    case "MULTILINE_IMPLICIT_KEY":
      return ["this line has no colon behind its key.", "Write the key, a colon, a space and the value."];
    case "BAD_SCALAR_START":
      return [
        `YAML keeps ${text.charAt(fault.pos[0])} at the start of a value for itself.`,
        "Put quotes round the value.",
      ];
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
      return [
        "this line is neither a key with a value nor part of the text above.",
        "Write a colon and a space behind a key; indent text further than its key.",
      ];
    case "UNEXPECTED_TOKEN":
      return ["text stands where the value has already ended.", "Put double quotes round the whole value."];
    default:
      return ["YAML cannot read this place.", "Put quotes round the value, or compare with a working file."];
  }
}

function wordAt(text: string, offset: number): string {
  return /^["']?([^"':\s]{0,40})/.exec(text.slice(offset))?.[1] ?? "";
}
