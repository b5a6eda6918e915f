import { parseAddress } from "../base/address.ts";
import { type Problem, problem } from "../base/problem.ts";
import type { Line } from "../model/prose.ts";
import { linkHost } from "../model/noticed/link-host.ts";
import { linkHttp } from "../model/noticed/link-http.ts";
import { finding, type RuleHead } from "../model/rule.ts";

/**
 * What is wrong with a line as the target of a link; no error when readers can safely be led there. Merge fields in it
 * that are wrong themselves are told already when `fieldsTold`, and are no fault of the address then.
 */
export function checkLinkTarget(line: Line, fieldsTold = false): readonly Problem[] {
  const url = fieldsTold ? withoutFaultyFields(line) : line;
  const fault = faultOf(url, targetText(url));
  if (fault === undefined) return [];
  const { message, remedy } = fault;
  if ("rule" in fault) return [finding(url.at, fault.rule, message, remedy)];
  return [problem(url.at, `issue/${fault.code}`, message, remedy)];
}

function withoutFaultyFields({ parts, at }: Line): Line {
  const rest = (part: string) => part.replace(/\{\{+[^{}]*(?:\}\}+|$)/g, "x");
  return { parts: parts.map((part) => (typeof part === "string" ? rest(part) : part)), at };
}

type Fault = { readonly message: string; readonly remedy: string } & (
  | { readonly code: string }
  | { readonly rule: RuleHead }
);

/** The target for a reader without any values. In a link a field's value is percent-encoded, spaces and all. */
function targetText({ parts }: Line): string {
  const written = parts.map((part) => (typeof part === "string" ? part : encodeURIComponent(part.fallback)));
  return written.join("").trim();
}

function faultOf(url: Line, text: string): Fault | undefined {
  const [first] = url.parts;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const filled = url.parts.some((part) => typeof part === "object");
  if (filled && typeof first === "string" && (scheme === "mailto" || scheme === "tel"))
    return {
      code: "link-field",
      message: `a merge field cannot stand in a ${scheme}: link.`,
      remedy: "Write it out.",
    };
  if (filled && !(typeof first === "string" && /^\s*https?:\/\/[^/?#]+[/?#]/i.test(first)))
    return {
      code: "link-field",
      message: "a merge field decides which site this link leads to.",
      remedy: "Write the address out as far as the / behind the site's name.",
    };
  if (text === "")
    return { code: "link-empty", message: "a link leads nowhere.", remedy: "Write the address it leads to." };
  switch (scheme) {
    case undefined:
      return {
        code: "link-relative",
        message: `the link "${text}" is not a whole address.`,
        remedy: relativeRemedy(text),
      };
    case "https":
    case "http":
      return webFault(text, scheme);
    case "mailto":
      return mailFault(text);
    case "tel":
      return telFault(text);
    default:
      return {
        code: "link-scheme",
        message: `a link with "${scheme}:" is not allowed in a mail.`,
        remedy: "Use an https:// address.",
      };
  }
}

function relativeRemedy(text: string): string {
  const [, whole] = /[<([](https?:\/\/[^\s<>()[\]]+)/i.exec(text) ?? [];
  if (whole !== undefined) return `Write the address alone: ${whole}.`;
  return /^[^\s@/]+@[^\s@/]+$/.test(text) ? "Start it with mailto:." : "Start it with https://.";
}

function webFault(text: string, scheme: "http" | "https"): Fault | undefined {
  if (!/^https?:\/\/[^/]/i.test(text) || unsafe.test(text) || !URL.canParse(text))
    return {
      code: "link-form",
      message: `the link "${text}" is not a valid address.`,
      remedy: "Copy it again from the browser.",
    };
  const { hostname } = new URL(text);
  if (isPrivate(hostname))
    return {
      rule: linkHost,
      message: `the link "${text}" leads to "${hostname}", which readers cannot reach.`,
      remedy: "Write the address of a site that is online.",
    };
  if (scheme === "https") return undefined;
  return {
    rule: linkHttp,
    message: `the link "${text}" is not encrypted.`,
    remedy: "Use https://; most sites answer there.",
  };
}

/** A machine of one's own or of one's own network; RFC 6761 and 6762 keep the names. */
function isPrivate(hostname: string): boolean {
  if (!hostname.replace(/\.$/, "").includes(".")) return true;
  return /^(?:127|10|0)\.[\d.]+$|^192\.168\.[\d.]+$|\.(?:localhost|local|test|invalid)$/.test(hostname);
}

/**
 * RFC 6068, as far as no mail program can misunderstand it: one address, at most a subject and a text. Anything else
 * would fill further headers of the reader's mail, `bcc` and `attach` among them.
 */
function mailFault(text: string): Fault | undefined {
  const fault = (message: string, remedy: string): Fault => ({ code: "link-mailto", message, remedy });
  const [target = "", ...queries] = text.slice("mailto:".length).split("?");
  if (unsafe.test(text) || queries.length > 1 || text.includes("#"))
    return fault(
      `the link "${text}" is not a valid mailto: address.`,
      "Write %20 for a space, and %3F for a question mark.",
    );
  const address = parseAddress(decoded(target) ?? "");
  if (address.status === "invalid")
    return fault(
      `the link "${text}" does not lead to a mailbox: ${address.reason}.`,
      "Write one address behind mailto:.",
    );
  const names = new Set<string>();
  for (const part of queries.join("").split("&").filter(Boolean)) {
    const [, name = part, value = ""] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const key = name.toLowerCase();
    if ((key !== "subject" && key !== "body") || names.has(key))
      return fault(
        `a mailto: link sets "${name}"${names.has(key) ? " twice" : ""}.`,
        "Only one subject and one body are allowed.",
      );
    names.add(key);
    const said = decoded(value)?.replace(key === "body" ? /\r\n|\t/g : /$^/, "");
    if (said === undefined || /\p{Cc}/u.test(said))
      return fault(
        `the ${key} of a mailto: link holds what no mail may.`,
        key === "body" ? "Write %0D%0A for a new line." : "Write it on one line.",
      );
  }
  return undefined;
}

/** RFC 3966: a number with its country, as phones dial it. */
function telFault(text: string): Fault | undefined {
  if (/^tel:\+?(?:[().-]*\d){3,15}[().-]*(?:;ext=\d{1,7})?$/i.test(text)) return undefined;
  return {
    code: "link-tel",
    message: `the link "${text}" is not a telephone number.`,
    remedy: "Write it with its country and without spaces: tel:+44-20-7946-0018.",
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

// Invisible signs too: nobody sees that the address is another one.
const unsafe = /[\s<>"\\^`{|}\p{Cf}]/u;
