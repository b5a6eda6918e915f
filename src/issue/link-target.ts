import { type Problem, problem } from "../base/problem.ts";
import type { Line } from "../model/prose.ts";

/** What is wrong with a line as the target of a link; nothing when readers can safely be led there. */
export function checkLinkTarget(url: Line): readonly Problem[] {
  const text = targetText(url);
  const found = (code: string, message: string, remedy: string) => [
    problem(url.at, `issue/${code}`, message, remedy),
  ];
  const [first] = url.parts;
  if (url.parts.length > 1 || typeof first === "object") {
    if (!(typeof first === "string" && /^https?:\/\/[^/?#]+[/?#]/i.test(first)))
      return found(
        "link-field",
        "a merge field decides which site this link leads to.",
        "Write the address out as far as the / behind the site's name.",
      );
  }
  if (text === "") return found("link-empty", "a link leads nowhere.", "Write the address it leads to.");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return found("link-relative", `the link "${text}" is not a whole address.`, "Start it with https://.");
  if (scheme === "http")
    return found(
      "link-http",
      `the link "${text}" is not encrypted.`,
      "Use https://; most sites answer there.",
    );
  if (scheme !== "https")
    return found(
      "link-scheme",
      `a link with "${scheme}:" is not allowed in a mail.`,
      "Use an https:// address.",
    );
  if (!/^https:\/\/[^/]/i.test(text) || /[\s<>"\\^`{|}]/.test(text) || !URL.canParse(text))
    return found(
      "link-form",
      `the link "${text}" is not a valid address.`,
      "Copy it again from the browser.",
    );
  return [];
}

/** The target for a reader without any values. In a link a field's value is percent-encoded, spaces and all. */
function targetText({ parts }: Line): string {
  const written = parts.map((part) => (typeof part === "string" ? part : encodeURIComponent(part.fallback)));
  return written.join("").trim();
}
