import { BlockList, isIPv4 } from "node:net";
import { type Dns, type DnsAnswer, valuesOf } from "../dns.ts";
import { expandMacros, namesSender, type SpfSubject } from "./expand-macros.ts";
import { isSpf, parseSpf, type Qualifier, type SpfTerm } from "./parse-spf.ts";

export type SpfResult = "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror";

/** What a record comes to with everything that it brings along (RFC 7208 section 4.6). */
export interface SpfWalk {
  /** For the subject; without one, `neutral` unless the record is at fault. */
  readonly result: SpfResult;
  /** The records that begin with `v=spf1`; more than one are none. */
  readonly records: readonly string[];
  /** Terms that ask DNS, of all that is brought along: ten are allowed. */
  readonly lookups: number;
  /** Of these, with their domain, those that found nothing: two are allowed. */
  readonly voids: readonly string[];
  /** In the order in which they were met. */
  readonly faults: readonly string[];
  /** What is asked where, as it is written: `include:spf.example.net`. */
  readonly asked: readonly string[];
}

/**
 * With a subject, what a receiver finds: it asks as far as the first term that fits or cannot be asked, and what stands
 * behind counts for nothing. Without one the whole record is walked, as for the mail of a server that no term fits:
 * what is counted is the worst that a receiver may meet.
 */
export async function walkSpf(dns: Dns, domain: string, subject?: SpfSubject): Promise<SpfWalk> {
  const walk: Walking = { dns, subject, lookups: 0, voids: [], faults: [], asked: [], path: [] };
  const { result, records } = await walkRecord(walk, domain);
  const { lookups, voids, faults, asked } = walk;
  const isOver = lookups > mostLookups || voids.length > mostVoids;
  return {
    result: isOver && result !== "none" ? "permerror" : result,
    records,
    lookups,
    voids,
    faults,
    asked,
  };
}

export const mostLookups = 10;
export const mostVoids = 2;

interface Walking {
  readonly dns: Dns;
  readonly subject: SpfSubject | undefined;
  lookups: number;
  readonly voids: string[];
  readonly faults: string[];
  readonly asked: string[];
  /** The domains that led here. */
  readonly path: readonly string[];
}

async function walkRecord(
  walk: Walking,
  domain: string,
): Promise<{ readonly result: SpfResult; readonly records: readonly string[] }> {
  const answer = await walk.dns.txt(domain);
  if (answer.status === "unanswered") {
    walk.faults.push(`${domain}: ${answer.why}`);
    return { result: "temperror", records: [] };
  }
  const records = valuesOf(answer).filter(isSpf);
  const [text, ...others] = records;
  if (text === undefined) return { result: "none", records };
  if (others.length > 0) {
    walk.faults.push(`${domain} has ${records.length} records that begin with v=spf1, where one is allowed`);
    return { result: "permerror", records };
  }
  return { result: await walkTerms(walk, domain, text), records };
}

async function walkTerms(walk: Walking, domain: string, text: string): Promise<SpfResult> {
  const record = parseSpf(text);
  walk.faults.push(...record.faults.map((fault) => `${domain}: ${fault}`));
  if (record.faults.length > 0) return "permerror";
  let result: SpfResult | undefined;
  for (const term of record.terms) {
    if (walk.lookups > farTooMany) return "permerror";
    const met = await meet(walk, domain, term);
    if (met !== false) result ??= met === true ? results[term.qualifier] : met;
    if (result !== undefined && walk.subject !== undefined) return result;
  }
  if (record.redirect === undefined) return result ?? "neutral";
  const target = await follow(walk, domain, `redirect=${record.redirect}`, record.redirect);
  return result ?? (target === "none" ? "permerror" : target);
}

/** Whether the term fits, or the error that ends it. */
async function meet(
  walk: Walking,
  domain: string,
  term: SpfTerm,
): Promise<boolean | "permerror" | "temperror"> {
  const { mechanism, value = domain } = term;
  switch (mechanism) {
    case "all":
      return walk.subject !== undefined;
    case "ip4":
    case "ip6":
      return isWithin(walk.subject, [value], term);
    case "include": {
      const inner = await follow(walk, domain, term.text, value);
      if (inner === "none" || inner === "permerror") return "permerror";
      return inner === "temperror" ? inner : inner === "pass";
    }
    case "a":
    case "mx":
    case "exists":
      return meetNames(walk, domain, term, value);
    case "ptr":
      walk.lookups += 1;
      walk.asked.push(term.text);
      return false;
    default:
      return mechanism satisfies never;
  }
}

async function meetNames(walk: Walking, domain: string, term: SpfTerm, value: string) {
  walk.lookups += 1;
  walk.asked.push(term.text);
  const name = expandMacros(value, domain, walk.subject);
  if (name === undefined) return false;
  if (term.mechanism === "mx") {
    const { length } = valuesOf(await walk.dns.mx(name));
    if (length > mostExchanges) {
      walk.faults.push(
        `${domain}: "${term.text}" finds ${length} mail servers, where ${mostExchanges} are allowed`,
      );
      return "permerror";
    }
  }
  const found = term.mechanism === "mx" ? await mxAddresses(walk, name) : await addresses(walk, name, term);
  const fits = found.values.length > 0 && walk.subject !== undefined;
  if (fits && (term.mechanism === "exists" || isWithin(walk.subject, found.values, term))) return true;
  if (found.unanswered !== undefined) {
    walk.faults.push(`${domain}: "${term.text}" cannot be looked up (${found.unanswered})`);
    return "temperror";
  }
  // Where a name depends on a sender whom nobody knows, finding nothing says nothing of the record.
  if (found.isVoid && (walk.subject !== undefined || !namesSender(value))) walk.voids.push(term.text);
  return false;
}

/** The addresses up to the first question without an answer, and why there was none. */
interface FoundAddresses {
  readonly values: readonly string[];
  readonly isVoid: boolean;
  readonly unanswered?: string;
}

async function mxAddresses({ dns, subject }: Walking, name: string): Promise<FoundAddresses> {
  const answer = await dns.mx(name);
  if (answer.status !== "found") return foundIn([answer]);
  const exchanges = answer.values.filter(({ exchange }) => exchange !== "");
  const found = await Promise.all(exchanges.map(({ exchange }) => ofFamily(dns, exchange, subject)));
  return { ...foundIn(found), isVoid: false };
}

/** `exists` asks for IPv4 whatever the mail came by (section 5.7). */
async function addresses({ dns, subject }: Walking, name: string, { mechanism }: SpfTerm) {
  return foundIn([mechanism === "exists" ? await dns.a(name) : await ofFamily(dns, name, subject)]);
}

function foundIn(answers: readonly DnsAnswer<unknown>[]): FoundAddresses {
  const end = answers.findIndex(({ status }) => status === "unanswered");
  const silent = answers[end];
  const values = answers.slice(0, end === -1 ? undefined : end).flatMap((answer) => valuesOf(answer));
  return {
    values: values.map(String),
    isVoid: values.length === 0,
    ...(silent?.status === "unanswered" ? { unanswered: silent.why } : {}),
  };
}

async function ofFamily(dns: Dns, name: string, subject: SpfSubject | undefined): Promise<DnsAnswer<string>> {
  if (subject !== undefined) return isIPv4(subject.ip) ? dns.a(name) : dns.aaaa(name);
  const four = await dns.a(name);
  return four.status === "found" ? four : dns.aaaa(name);
}

/** The result of another domain's record. */
async function follow(walk: Walking, domain: string, text: string, value: string): Promise<SpfResult> {
  walk.lookups += 1;
  walk.asked.push(text);
  const name = expandMacros(value, domain, walk.subject)?.toLowerCase();
  if (name === undefined) return "neutral";
  if (walk.lookups > farTooMany) return "permerror";
  if (walk.path.includes(name) || name === domain) {
    walk.faults.push(`${domain}: "${text}" leads round in a circle`);
    return "permerror";
  }
  const inner: Walking = { ...walk, path: [...walk.path, domain] };
  const { result, records } = await walkRecord(inner, name);
  walk.lookups = inner.lookups;
  if (records.length === 0 && result === "none") {
    walk.voids.push(text);
    walk.faults.push(`${domain}: "${text}" names a domain without an SPF record`);
  }
  return result;
}

function isWithin(
  subject: SpfSubject | undefined,
  networks: readonly string[],
  { bits4, bits6 }: SpfTerm,
): boolean {
  if (subject === undefined) return false;
  const list = new BlockList();
  for (const address of networks) {
    const isFour = isIPv4(address);
    list.addSubnet(address, isFour ? bits4 : bits6, isFour ? "ipv4" : "ipv6");
  }
  return list.check(subject.ip, isIPv4(subject.ip) ? "ipv4" : "ipv6");
}

/** Section 4.6.4: a domain with more of them makes the record void. */
const mostExchanges = 10;

/** Where a walk is given up that nobody would follow. */
export const farTooMany = 50;

const results: Readonly<Record<Qualifier, SpfResult>> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
};
