import { parseEnv } from "node:util";
import { LetterpressError } from "../base/errors.ts";
import { envFile } from "../config/env-file.ts";

/**
 * What the text of a file `.env` sets: lines `NAME='value'`, as Node reads them. Node ends a value at the next quote of its kind and
 * drops what follows, so half a password would be tried without a word: that is thrown (`config/env-file`), never with any of the text.
 */
export function parseEnvText(text: string): Readonly<Record<string, string | undefined>> {
  // Editors on Windows begin a file with a mark, which Node takes for a part of the first name.
  const lines = text.replace(/^\uFEFF/, "").replaceAll("\r", "");
  for (const { index, groups = {} } of lines.matchAll(quotedValue)) {
    const { quote = "", closed, behind = "" } = groups;
    const line = lines.slice(0, index).split("\n").length;
    if (closed === undefined) throw wrongLine(line, quote, `begins a value with ${quote} that does not end`);
    if (!isComment(behind, quote))
      throw wrongLine(line, quote, `goes on behind the second ${quote} of its value`);
  }
  return parseEnv(lines);
}

/** From its name to the end of the line on which it ends: a key has several. */
const quotedValue = /^(?!#)[^\n=]+=[ \t]*(?<quote>['"`])(?:[\s\S]*?(?<closed>\k<quote>)(?<behind>.*)|.*)$/gm;

/** White space, or a comment; with a quote in it, `#` right behind the value is more likely a part of that. */
function isComment(behind: string, quote: string): boolean {
  return /^\s*$|^\s+#/.test(behind) || (behind.startsWith("#") && !behind.includes(quote));
}

function wrongLine(line: number, quote: string, what: string): LetterpressError {
  const others = ["'", '"', "`"].filter((one) => one !== quote).join(" or ");
  return new LetterpressError(
    "config/env-file",
    `Line ${line} of the file ${envFile} ${what}.`,
    `Write a value that has ${quote} in it between ${others}, and a comment behind #.`,
  );
}
