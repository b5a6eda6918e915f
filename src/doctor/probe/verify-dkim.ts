import { hash, type KeyObject, verify } from "node:crypto";
import { domainOf } from "../../base/address.ts";
import type { Dns } from "../dns/dns.ts";
import { valuesOf } from "../dns/dns.ts";
import { parseKeyRecord } from "../dns/dkim-key.ts";
import { parseTags } from "../dns/tags.ts";
import type { ArrivedHeader, ArrivedMail } from "./arrived-mail.ts";

/** One DKIM-Signature of a mail that arrived, and whether it holds (RFC 6376 section 6). */
export interface SeenSignature {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: string;
  /** Names of headers in small letters, as often as they are covered. */
  readonly covers: readonly string[];
  /** `l=`: what stands behind so many bytes of the body could be anything. */
  readonly bodyLimit?: number;
  /** Of the key, when there is one. */
  readonly bits?: number;
  readonly result: "pass" | "fail" | "unknown";
  /** Why it does not pass; goes on a sentence that begins with the signature. */
  readonly why?: string;
}

/** The signatures, from the top down, the first 50: nobody has more, and each takes its time. `now` is in seconds. */
export async function verifyDkim(
  mail: ArrivedMail,
  dns: Dns,
  now: number,
): Promise<readonly SeenSignature[]> {
  const signatures = mail.headers.filter(({ name }) => name === "dkim-signature").slice(0, mostSignatures);
  return Promise.all(signatures.map((signature) => verifyOne(mail, signature, dns, now)));
}

async function verifyOne(
  mail: ArrivedMail,
  header: ArrivedHeader,
  dns: Dns,
  now: number,
): Promise<SeenSignature> {
  const tags = parseTags(header.value) ?? new Map<string, string>();
  const tag = (name: string) => tags.get(name) ?? "";
  const limit = tags.has("l") ? { bodyLimit: Number(tag("l")) } : {};
  const identity = domainOf(tag("i")) || tag("d").toLowerCase();
  const seen: Omit<SeenSignature, "result"> = {
    domain: tag("d").toLowerCase(),
    selector: tag("s"),
    algorithm: tag("a").toLowerCase(),
    covers: tag("h")
      .split(":")
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ""),
    ...limit,
  };
  const fail = (why: string, more: { readonly bits?: number } = {}): SeenSignature => ({
    ...seen,
    ...more,
    result: "fail",
    why,
  });
  if (tag("v") !== "1" || seen.domain === "" || seen.selector === "" || seen.covers.length === 0)
    return fail("cannot be read");
  if (identity !== seen.domain && !identity.endsWith(`.${seen.domain}`))
    return fail(`is for ${identity} (i=), which does not lie below its domain`);
  if (!algorithms.has(seen.algorithm))
    return fail(`is made with ${seen.algorithm}, which receivers no longer take`);
  if (!seen.covers.includes("from")) return fail("does not cover From");
  if (tags.has("x") && Number(tag("x")) < now) return fail("is past its time (x=)");
  const [ofHeader = "simple", ofBody = "simple"] = (tag("c") || "simple/simple").toLowerCase().split("/");
  const whole = canonicalBody(mail.body, ofBody);
  if (tags.has("l") && !/^\d{1,76}$/.test(tag("l"))) return fail("cannot be read");
  if (seen.bodyLimit !== undefined && seen.bodyLimit > whole.length)
    return fail("covers more of the body (l=) than has arrived");
  const body = whole.slice(0, seen.bodyLimit);
  if (hash("sha256", Buffer.from(body, "latin1"), "base64") !== tag("bh").replace(/\s/g, ""))
    return fail("does not fit the body: something changed it on the way");
  const answer = await dns.txt(`${seen.selector}._domainkey.${seen.domain}`);
  if (answer.status === "unanswered")
    return { ...seen, result: "unknown", why: `has a key that cannot be looked up: ${answer.why}` };
  const [record, ...others] = valuesOf(answer).map(parseKeyRecord);
  if (record === undefined) return fail("has a key that is not in DNS");
  if (others.length > 0) return fail("has several keys in DNS where one is allowed");
  if (record.status === "revoked") return fail("has a key that was taken back");
  if (record.status === "faulty") return fail(`has a key in DNS that ${record.why}`);
  if (!seen.algorithm.startsWith(record.type))
    return fail(`is made with ${seen.algorithm}, and its key is of ${record.type}`);
  const { bits, key } = record;
  if (record.isStrict && identity !== seen.domain)
    return fail(`is for ${identity} (i=), and its key is for ${seen.domain} alone (t=s)`);
  if (record.type === "rsa" && bits < 1024)
    return fail(`has a key of ${bits} bits, which nobody trusts`, { bits });
  const signed = Buffer.from(signedText(mail, header, seen.covers, ofHeader), "latin1");
  if (!isSignatureOf(signed, Buffer.from(tag("b"), "base64"), key, record.type))
    return fail(
      "does not fit the headers or the key: something changed a header on the way, or DNS has another key",
      { bits },
    );
  return { ...seen, bits, result: "pass" };
}

const mostSignatures = 50;

const algorithms: ReadonlySet<string> = new Set(["rsa-sha256", "ed25519-sha256"]);

function isSignatureOf(signed: Buffer, signature: Buffer, key: KeyObject, type: "rsa" | "ed25519"): boolean {
  if (type === "rsa") return verify("sha256", signed, key, signature);
  // RFC 8463 section 3: what is signed is the hash.
  return verify(null, hash("sha256", signed, "buffer"), key, signature);
}

/** Section 5.4.2: of a name that stands several times, the lowest first; one that stands no more adds nothing. */
function signedText(mail: ArrivedMail, own: ArrivedHeader, names: readonly string[], form: string): string {
  const left = new Map<string, ArrivedHeader[]>(names.map((name) => [name, []]));
  for (const header of mail.headers) if (header !== own) left.get(header.name)?.push(header);
  const lines = names.flatMap((name) => {
    const header = left.get(name)?.pop();
    return header === undefined ? [] : [`${canonicalHeader(header.line, form)}\r\n`];
  });
  const unsigned = own.line.replace(/((?:^|[;:])[ \t\r\n]*b[ \t\r\n]*=)[^;]*/i, "$1");
  return `${lines.join("")}${canonicalHeader(unsigned, form)}`;
}

/** Section 3.4.1 and 3.4.2. */
function canonicalHeader(line: string, form: string): string {
  if (form !== "relaxed") return line;
  const colon = line.indexOf(":");
  const value = line
    .slice(colon + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim();
  return `${line.slice(0, colon).trim().toLowerCase()}:${value}`;
}

/**
 * Section 3.4.3 and 3.4.4. Line by line, and from the end by an index: a body may hold nothing but spaces, or line
 * ends.
 */
function canonicalBody(body: string, form: string): string {
  const text = form === "relaxed" ? body.split("\r\n").map(relaxedLine).join("\r\n") : body;
  let end = text.length;
  while (text.endsWith("\r\n", end)) end -= 2;
  return end === 0 && form === "relaxed" ? "" : `${text.slice(0, end)}\r\n`;
}

function relaxedLine(line: string): string {
  const single = line.replace(/[ \t]+/g, " ");
  return single.endsWith(" ") ? single.slice(0, -1) : single;
}
