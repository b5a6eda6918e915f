import { isIPv4, isIPv6 } from "node:net";

export type Qualifier = "+" | "-" | "~" | "?";
const mechanisms = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"] as const;
export type Mechanism = (typeof mechanisms)[number];

/** One mechanism of a record. */
export interface SpfTerm {
  readonly qualifier: Qualifier;
  readonly mechanism: Mechanism;
  /**
   * Of `include`, `a`, `mx`, `exists` and `ptr`: a name, in which macros may stand; that of `ip4` and `ip6` an address.
   */
  readonly value?: string;
  /** How many first bits count. */
  readonly bits4: number;
  readonly bits6: number;
  /** As it is written. */
  readonly text: string;
}

export interface SpfRecord {
  /** Up to `all`: nothing behind it is ever looked at. */
  readonly terms: readonly SpfTerm[];
  /** Who to ask when no term fits and there is no `all`. */
  readonly redirect?: string;
  /** What keeps the record from being read; then it is no use at all (RFC 7208 section 4.6). */
  readonly faults: readonly string[];
}

/** RFC 7208 section 4.5: what begins like this is a record, also when the rest is wrong. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

export function parseSpf(text: string): SpfRecord {
  const words = text
    .split(/ +/)
    .slice(1)
    .filter((word) => word !== "");
  const terms: SpfTerm[] = [];
  const modifiers = new Map<string, string>();
  const faults: string[] = [];
  for (const word of words) {
    const [, name, value = ""] = /^([a-z][\w.-]*)=(.*)$/i.exec(word) ?? [];
    if (name === undefined) {
      const term = parseTerm(word);
      if (typeof term === "string") faults.push(term);
      else terms.push(term);
      continue;
    }
    if (modifiers.has(name.toLowerCase()) && /^(?:redirect|exp)$/i.test(name))
      faults.push(`"${name}=" stands twice`);
    modifiers.set(name.toLowerCase(), value);
  }
  const all = terms.findIndex(({ mechanism }) => mechanism === "all");
  const redirect = all === -1 ? modifiers.get("redirect") : undefined;
  return {
    terms: all === -1 ? terms : terms.slice(0, all + 1),
    ...(redirect === undefined ? {} : { redirect }),
    faults,
  };
}

/** A fault is a text. */
function parseTerm(word: string): SpfTerm | string {
  const [, sign = "", name = "", rest = ""] = /^([+\-~?]?)([a-z0-9]+)(.*)$/i.exec(word) ?? [];
  const mechanism = mechanisms.find((known) => known === name.toLowerCase());
  if (mechanism === undefined) return `"${word}" is nothing that SPF knows`;
  const term = { qualifier: (sign || "+") as Qualifier, mechanism, text: word, bits4: 32, bits6: 128 };
  if (mechanism === "all") return rest === "" ? term : `"${word}" has something behind "all"`;
  if (mechanism === "ip4" || mechanism === "ip6") return networkTerm(term, rest);
  const [, value, four, six] = /^(?::([^/]+))?(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(rest) ?? [];
  const takesBits = mechanism === "a" || mechanism === "mx";
  const bits4 = Number(four ?? 32);
  const bits6 = Number(six ?? 128);
  const isWhole =
    (value !== undefined || rest === "" || (takesBits && rest.startsWith("/"))) &&
    (takesBits || (four === undefined && six === undefined)) &&
    bits4 <= 32 &&
    bits6 <= 128;
  if (!isWhole || !/^(?:[^%]|%\{[a-z]\d*r?[.\-+,/_=]*\}|%[%_-])*$/i.test(value ?? ""))
    return `"${word}" cannot be read`;
  if (value === undefined && (mechanism === "include" || mechanism === "exists"))
    return `"${word}" names no domain`;
  return {
    ...term,
    ...(value === undefined ? {} : { value }),
    bits4,
    bits6,
  };
}

function networkTerm(term: Omit<SpfTerm, "value">, rest: string): SpfTerm | string {
  const [address = "", bits, ...others] = rest.slice(1).split("/");
  const isFour = term.mechanism === "ip4";
  const longest = isFour ? 32 : 128;
  const isNetwork =
    rest.startsWith(":") &&
    others.length === 0 &&
    (isFour ? isIPv4(address) : isIPv6(address)) &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
  if (!isNetwork) return `"${term.text}" is not a network`;
  return { ...term, value: address, [isFour ? "bits4" : "bits6"]: Number(bits ?? longest) };
}
