import { isIP } from "node:net";
import { isOwnAddress } from "../../base/private-address.ts";
import { type ArrivedMail, valuesOfHeader } from "./arrived-mail.ts";

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
 * The uppermost header, and those of the same host in the same place: the host that received a mail writes them on top,
 * with nothing between but what its filters write beside them. What stands below a header of another kind came with the
 * mail and may be anybody's, also in the name of that host, and so is what says of a method otherwise than what stands
 * above it. A sender who begins a mail with such headers can still add a method of which the host says nothing.
 * Undefined when there is none.
 */
export function readAuthenticationResults(mail: ArrivedMail): AuthenticationResults | undefined {
  const all = ownHeaders(mail).map(parseOne);
  const [first] = all;
  if (first === undefined) return undefined;
  const others = all.findIndex(({ host }) => host !== first.host);
  const own = others === -1 ? all : all.slice(0, others);
  return { host: first.host, results: own.reduce(withUntold, first.results) };
}

/** From the first of them to where a header of another kind stands; empty when there are none. */
function ownPlace({ headers }: ArrivedMail): { readonly start: number; readonly end: number } {
  const start = headers.findIndex(({ name }) => name === resultsName);
  if (start === -1) return { start: 0, end: 0 };
  const count = headers.slice(start).findIndex(({ name }) => !ownNames.has(name));
  return { start, end: count === -1 ? headers.length : start + count };
}

function ownHeaders(mail: ArrivedMail): readonly string[] {
  const { start, end } = ownPlace(mail);
  return mail.headers
    .slice(start, end)
    .flatMap(({ name, value }) => (name === resultsName ? [value.slice(0, mostRead)] : []));
}

const resultsName = "authentication-results";
const spfName = "received-spf";

/** OpenDKIM and OpenDMARC tell their version in a header of its own, each above its results. */
const ownNames: ReadonlySet<string> = new Set([resultsName, spfName, "dkim-filter", "dmarc-filter"]);

/** Strangers write headers of any length; no host writes so much. */
const mostRead = 4 * 1024;

/**
 * With those of methods of which nothing is told yet: a header may come from the sender, and only the uppermost cannot.
 */
function withUntold(
  told: readonly AuthenticationResult[],
  { results }: AuthenticationResults,
): readonly AuthenticationResult[] {
  const known = new Set(told.map(({ method }) => method));
  return [...told, ...results.filter(({ method }) => !known.has(method))];
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
  let bare = "";
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (depth === 0) bare += character;
    if (character === ")") depth = Math.max(0, depth - 1);
    if (character === ")" && depth === 0) bare += " ";
  }
  return bare;
}

/**
 * The address from which the receiving host got the mail, where it says so: in a comment of its results, in
 * Received-SPF, or in its own Received header. Undefined when it was somebody of its own network, or nobody says.
 */
export function clientAddress(mail: ArrivedMail): string | undefined {
  const [results = ""] = ownHeaders(mail);
  const received = valuesOfHeader(mail, "received").slice(0, 4);
  const told = [
    /sender IP is ([\da-f.:]+)/i.exec(results)?.[1],
    /designates ([\da-f.:]+) as permitted/i.exec(results)?.[1],
    ...ownSpf(mail).map((one) => /client-ip=([\da-f.:]+)/i.exec(one)?.[1]),
    ...received.map((one) => /^from\b.*?\[(?:IPv6:)?([\da-f.:]+)\]/i.exec(one.slice(0, mostRead))?.[1]),
  ].flatMap((one) => one ?? []);
  return told.find((address) => isIP(address) !== 0 && !isOwnAddress(address));
}

/**
 * Received-SPF of the receiving host: among its results or right above them, or above every Received. Further down it
 * came with the mail.
 */
function ownSpf(mail: ArrivedMail): readonly string[] {
  const { headers } = mail;
  const { start, end } = ownPlace(mail);
  const firstReceived = headers.findIndex(({ name }) => name === "received");
  const above = headers.slice(0, Math.max(0, firstReceived));
  const beside = end === 0 ? [] : headers.slice(Math.max(0, start - 1), end);
  return [...above, ...beside].flatMap((header) =>
    header.name === spfName ? [header.value.slice(0, mostRead)] : [],
  );
}
