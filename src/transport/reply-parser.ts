import { printable } from "../base/printable.ts";

/** One whole reply of a relay (RFC 5321 section 4.2). */
export interface Reply {
  /** 200 to 599. */
  readonly code: number;
  /** `5.1.1` (RFC 3463), or undefined when the reply has none or one that contradicts its code. */
  readonly enhanced: string | undefined;
  /** The whole reply as one line for people and records: code first, no control characters, at most 500 characters. */
  readonly text: string;
  /** What stands behind the code in each line, at most 2 KB of it. */
  readonly lines: readonly string[];
}

/** Takes bytes as they come and gives replies as they are complete. */
export interface ReplyParser {
  /** The replies that `chunk` completed. After a `fault` the conversation cannot be trusted any more. */
  read(chunk: Buffer): { readonly replies: readonly Reply[]; readonly fault?: string };
}

/**
 * Makes a parser for one connection. It accepts any split of the bytes, and a bare LF as line end because old servers
 * send it. A line is cut at 2 KB; a reply of more than 64 KB, a line that does not start with a code, and a code that
 * changes within a reply are faults.
 */
export function replyParser(): ReplyParser {
  let rest: Buffer = Buffer.alloc(0);
  let lines: string[] = [];
  let size = 0;
  let fault: string | undefined;

  function takeLine(line: Buffer): Reply | undefined {
    const text = decodeLine(line);
    const match = replyLine.exec(text);
    const code = match?.[1];
    if (code === undefined || (lines[0] !== undefined && !lines[0].startsWith(code))) {
      fault = `the relay sent a line that is not a reply: "${printable(text).slice(0, 80)}"`;
      return undefined;
    }
    lines.push(text);
    if (match?.[2] === "-") return undefined;
    const reply = replyOf(Number(code), lines);
    lines = [];
    size = 0;
    return reply;
  }

  return {
    read(chunk) {
      const replies: Reply[] = [];
      if (fault !== undefined) return { replies, fault };
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        size += end + 1 - start;
        if (size > maxReplyBytes) fault = tooLong;
        const reply = fault === undefined ? takeLine(bytes.subarray(start, end)) : undefined;
        if (fault !== undefined) return { replies, fault };
        if (reply !== undefined) replies.push(reply);
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (size + rest.length > maxReplyBytes) fault = tooLong;
      return fault === undefined ? { replies } : { replies, fault };
    },
  };
}

const maxReplyBytes = 64 * 1024;
const maxLineBytes = 2 * 1024;
const tooLong = "the relay sent a reply of more than 64 KB";
// The second digit is 0 to 5 in the RFC; codes such as 571 are in use.
const replyLine = /^([2-5]\d\d)(?:([ -])|$)/;
const enhancedCode = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/;

function decodeLine(line: Buffer): string {
  const end = line.at(-1) === 13 ? line.length - 1 : line.length;
  return line.toString("utf8", 0, Math.min(end, maxLineBytes));
}

function replyOf(code: number, lines: readonly string[]): Reply {
  const first = lines[0] ?? "";
  const found = enhancedCode.exec(lines.at(-1) ?? "")?.[1] ?? enhancedCode.exec(first)?.[1];
  const enhanced = found?.startsWith(first.charAt(0)) ? found : undefined;
  return {
    code,
    enhanced,
    lines: lines.map((line) => line.slice(4)),
    // Made when it is asked for: of four replies to a message that was taken, one is kept.
    get text() {
      return textOf(this);
    },
  };
}

function textOf({ code, enhanced, lines: [first, ...others] }: Reply): string {
  const repeated = enhanced === undefined ? "" : `${enhanced} `;
  const following = others.map((words) =>
    words.startsWith(repeated) ? words.slice(repeated.length) : words,
  );
  const text = printable([`${code} ${first}`, ...following].join(" ")).slice(0, 500);
  return text.toWellFormed();
}
