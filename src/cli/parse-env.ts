import { parseEnv } from "node:util";
import { LetterpressError } from "../base/errors.ts";
import { envFile } from "../config/env-file.ts";

/**
 * What the text of a file `.env` sets: lines `NAME='value'`, as Node reads them. Node ends a value at the next quote of
 * its kind, and one without quotes at the first `#`, and drops what follows, so half a password would be tried without
 * a word: that is thrown (`config/env-file`), never with any of the text.
 */
export function parseEnvText(text: string): Readonly<Record<string, string | undefined>> {
  // Editors on Windows begin a file with a mark, which Node takes for a part of the first name.
  const lines = text.replace(/^\uFEFF/, "").replaceAll("\r", "");
  for (const { index, groups = {} } of lines.matchAll(assignment)) {
    const { quote, closed, behind = "", bare = "" } = groups;
    const wrong = quote === undefined ? faultOfBare(bare) : faultOfQuoted(quote, closed, behind);
    if (wrong === undefined) continue;
    const [what, remedy] = wrong;
    const line = lines.slice(0, index).split("\n").length;
    throw new LetterpressError("config/env-file", `Line ${line} of the file ${envFile} ${what}.`, remedy);
  }
  return parseEnv(lines);
}

/** From its name to the end of the line on which its value ends: a key between quotes has several lines. */
const assignment =
  /^(?![ \t]*#)[^\n=]+=(?:[ \t]*(?<quote>['"`])(?:[\s\S]*?(?<closed>\k<quote>)(?<behind>.*)|.*)|(?<bare>.*))$/gm;

/** What is wrong with a value, behind "Line 3 of the file .env", and what to do. */
type ValueFault = readonly [what: string, remedy: string];

function faultOfQuoted(quote: string, closed: string | undefined, behind: string): ValueFault | undefined {
  const others = ["'", '"', "`"].filter((one) => one !== quote).join(" or ");
  const remedy = `Write a value that has ${quote} in it between ${others}, and a comment behind #.`;
  if (closed === undefined) return [`begins a value with ${quote} that does not end`, remedy];
  return isComment(behind, quote) ? undefined : [`goes on behind the second ${quote} of its value`, remedy];
}

/** White space, or a comment; with a quote in it, `#` right behind the value is more likely a part of that. */
function isComment(behind: string, quote: string): boolean {
  return /^\s*$|^\s+#/.test(behind) || (behind.startsWith("#") && !behind.includes(quote));
}

/** A comment has white space before its `#`, or behind it: `A=#5f` has neither. */
function faultOfBare(bare: string): ValueFault | undefined {
  if (!/^[^#]*[^#\s]#|^\s*#[^#\s]/.test(bare)) return undefined;
  return [
    "has a # in a value without quotes, which would end there",
    "Write the value between ' and '; before a # that begins a comment, write a space.",
  ];
}
