import { type Dns, valuesOf } from "../dns.ts";
import { sharedDomain } from "../../../base/domain-owner.ts";
import { type DmarcPolicy, type DmarcRecord, parseDmarc } from "./parse-dmarc.ts";

/** A domain on the way up, and the record at `_dmarc.<domain>`. */
export interface Step {
  readonly domain: string;
  /** Undefined when there is none, or several, which are none. */
  readonly record?: DmarcRecord;
  /** More than one record begins with v=DMARC1. */
  readonly isDoubled: boolean;
  /** Why nothing is known of it. */
  readonly unanswered?: string;
}

export interface TreeWalk {
  /** From the domain itself upwards. */
  readonly steps: readonly Step[];
  /** Where its organisation begins; the domain itself when no record tells otherwise. */
  readonly organisation: string;
}

/**
 * RFC 9989 section 4.10: asks the domain, then one label less each time, at most eight times, and stops at a record
 * that says where an organisation begins (`psd=n`), or that it stands above all organisations (`psd=y`). A long name is
 * cut to seven labels after the first question, so that nobody can be made to ask for ever.
 */
export async function walkTree(dns: Dns, domain: string): Promise<TreeWalk> {
  const steps: Step[] = [];
  for (const target of targets(domain)) {
    const step = await look(dns, target);
    steps.push(step);
    if (step.record !== undefined && step.record.psd !== "u") break;
  }
  return { steps, organisation: organisationOf(domain, steps) };
}

function targets(domain: string): readonly string[] {
  const labels = domain.split(".");
  const above = labels.length < 8 ? labels.slice(1) : labels.slice(-7);
  return [domain, ...above.map((_, index) => above.slice(index).join("."))];
}

async function look(dns: Dns, domain: string): Promise<Step> {
  const answer = await dns.txt(`_dmarc.${domain}`);
  if (answer.status === "unanswered") return { domain, isDoubled: false, unanswered: answer.why };
  const [record, ...others] = valuesOf(answer).flatMap((text) => parseDmarc(text) ?? []);
  if (record === undefined || others.length > 0) return { domain, isDoubled: others.length > 0 };
  return { domain, record, isDoubled: false };
}

/** Section 4.10.2. */
function organisationOf(domain: string, steps: readonly Step[]): string {
  const found = steps.filter(({ record }) => record !== undefined);
  const begins = found.find(({ record }) => record?.psd === "n");
  if (begins !== undefined) return begins.domain;
  const above = found.find((step) => step.domain !== domain && step.record?.psd === "y");
  if (above !== undefined) {
    const labels = domain.split(".");
    return labels.slice(-(above.domain.split(".").length + 1)).join(".");
  }
  return found.at(-1)?.domain ?? domain;
}

/** The record that holds for mail from a domain, and what it asks for. */
export interface PolicyInForce {
  readonly at: string;
  readonly record: DmarcRecord;
  /** Which tag decides. */
  readonly tag: "p" | "sp" | "np";
  readonly policy: DmarcPolicy;
}

/**
 * Section 4.10.1: the record of the domain itself, else that of its organisation, else that of the domain above all
 * organisations. `exists` is whether the domain is in DNS at all. Undefined, too, when it cannot be known: a name on
 * the way did not answer, and the domain has no record of its own.
 */
export function policyInForce(
  domain: string,
  { steps, organisation }: TreeWalk,
  exists: boolean,
): PolicyInForce | undefined {
  const own = steps.find((step) => step.domain === domain && step.record !== undefined);
  if (own === undefined && steps.some(({ unanswered }) => unanswered !== undefined)) return undefined;
  const ofOrganisation = steps.find((step) => step.domain === organisation && step.record !== undefined);
  const found = own ?? ofOrganisation ?? steps.find(({ record }) => record?.psd === "y");
  if (found?.record === undefined) return undefined;
  const { record } = found;
  const isOwn = found.domain === domain;
  // Section 4.7: without a policy that can be read, reports are wanted or nothing is.
  const p = record.p ?? "none";
  const sp = record.sp ?? p;
  const tag = isOwn ? "p" : !exists && record.np !== undefined ? "np" : record.sp === undefined ? "p" : "sp";
  return { at: found.domain, record, tag, policy: tag === "np" ? (record.np ?? sp) : isOwn ? p : sp };
}

/** The first of these that did not answer, told in a sentence; undefined when all have answered. */
export function unansweredWords(steps: readonly Step[]): string | undefined {
  const silent = steps.find(({ unanswered }) => unanswered !== undefined);
  return silent && `_dmarc.${silent.domain} cannot be looked up: ${silent.unanswered}.`;
}

/** Whether a domain that was vouched for counts for mail from another. */
export function isAligned(one: TreeWalk, other: TreeWalk, isStrict: boolean): boolean {
  const [first, second] = [one.steps[0]?.domain, other.steps[0]?.domain];
  return first === second || (!isStrict && one.organisation === other.organisation);
}

/** `unknown`: both lie below a domain whose record did not answer, and it may say that they are of one organisation. */
export type Alignment = "aligned" | "apart" | "unknown";

/** Whether a domain that was vouched for counts for mail from another, where that can be told. */
export function alignmentOf(one: TreeWalk, other: TreeWalk, isStrict: boolean): Alignment {
  if (isAligned(one, other, isStrict)) return "aligned";
  return isStrict || unansweredAbove(one, other) === undefined ? "apart" : "unknown";
}

/**
 * A record that nobody could look at may join two domains, told in a sentence; those with nothing in common it cannot.
 */
export function unansweredAbove(one: TreeWalk, other: TreeWalk): string | undefined {
  const domains = [one, other].flatMap(({ steps: [own] }) => own?.domain ?? []);
  return sharedDomain(domains) === undefined ? undefined : unansweredWords([...one.steps, ...other.steps]);
}
