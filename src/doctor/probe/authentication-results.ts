import { isIP } from "node:net";
import { isOwnAddress } from "../../base/private-address.ts";
import { type ArrivedMail, valuesOfHeader } from "./mail.ts";

/** What the receiving host says that it has found (RFC 8601). */
export interface AuthenticationResults {
  /** Who says it; empty where a host leaves its name out, as Outlook.com does. */
  readonly host: string;
  readonly results: readonly AuthenticationResult[];
}

export interface AuthenticationResult {
  readonly method: string;
  readonly result: string;
  /** `header.d` and the like. */
  readonly properties: Readonly<Record<string, string>>;
  /** As it is written, comments included. */
  readonly text: string;
}

/**
 * The uppermost header, and those of the same host behind it: the host that received a mail writes on top, and what stands below came with the
 * mail and may be anybody's. Undefined when there is none.
 */
export function readAuthenticationResults(mail: ArrivedMail): AuthenticationResults | undefined {
  const all = valuesOfHeader(mail, "authentication-results").map(parseOne);
  const [first] = all;
  if (first === undefined) return undefined;
  return {
    host: first.host,
    results: all.filter(({ host }) => host === first.host).flatMap(({ results }) => results),
  };
}

function parseOne(value: string): AuthenticationResults {
  const parts = splitOutsideComments(value);
  const [first = "", ...others] = parts;
  const hasHost = !/^\s*[\w.-]+\s*=/.test(withoutComments(first));
  const host = hasHost ? (withoutComments(first).trim().split(/\s/)[0] ?? "") : "";
  return { host: host.toLowerCase(), results: (hasHost ? others : parts).flatMap(parseResult) };
}

function parseResult(text: string): readonly AuthenticationResult[] {
  const words = withoutComments(text);
  const [, method, result] = /^\s*([\w-]+)(?:\s*\/\s*\d+)?\s*=\s*([\w-]+)/.exec(words) ?? [];
  if (method === undefined || result === undefined) return [];
  const properties = Object.fromEntries(
    [...words.matchAll(/([a-z]+\.[\w-]+)\s*=\s*("[^"]*"|[^\s;]+)/gi)].map(([, name = "", found = ""]) => [
      name.toLowerCase(),
      found.replace(/^"|"$/g, "").toLowerCase(),
    ]),
  );
  return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties, text: text.trim() }];
}

/** Comments may hold anything, semicolons too. */
function splitOutsideComments(value: string): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const character of value) {
    if (character === "(") depth += 1;
    if (character === ")") depth = Math.max(0, depth - 1);
    if (character === ";" && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part.trim() !== "");
}

function withoutComments(text: string): string {
  let bare = text;
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\([^()]*\)/g, " ");
  }
  return bare;
}

/**
 * The address from which the receiving host got the mail, where it says so: in Received-SPF, in a comment of its results, or in its own Received
 * header. Undefined when it was somebody of its own network, or nobody says.
 */
export function clientAddress(mail: ArrivedMail): string | undefined {
  const [spf = ""] = valuesOfHeader(mail, "received-spf");
  const results = valuesOfHeader(mail, "authentication-results").slice(0, 1).join(" ");
  const received = valuesOfHeader(mail, "received").slice(0, 4);
  const told = [
    /client-ip=([\da-f.:]+)/i.exec(spf)?.[1],
    /sender IP is ([\da-f.:]+)/i.exec(results)?.[1],
    /designates ([\da-f.:]+) as permitted/i.exec(results)?.[1],
    ...received.map((one) => /^from\b.*?\[(?:IPv6:)?([\da-f.:]+)\]/i.exec(one)?.[1]),
  ].flatMap((one) => one ?? []);
  return told.find((address) => isIP(address) !== 0 && !isOwnAddress(address));
}
