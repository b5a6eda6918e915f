import { zoneText } from "../../message/dkim/dns-record.ts";

/*
 * Records to copy, as lines of a zone file. docs/dns.md shows the same lines for its example, and a test compares them.
 */

/**
 * `via` is what the relay's provider tells, `include:spf.example.net`; a text in pointed brackets where nobody knows
 * it.
 */
export function spfLine(domain: string, via: string): string {
  return txtLine(domain, `v=spf1 ${via} -all`);
}

export function dmarcLine(domain: string, reports: string): string {
  return txtLine(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:${reports}`);
}

export function mxLine(domain: string, host: string): string {
  return `${domain}. MX 10 ${host}.`;
}

export function txtLine(name: string, value: string): string {
  return `${name}. TXT ${zoneText(value)}`;
}

/** What all of several records say, as one: their terms once each, and the mildest `all`. */
export function joinedSpf(records: readonly string[]): string {
  const terms = new Set(
    records.flatMap((record) =>
      record
        .split(/ +/)
        .slice(1)
        .filter((term) => term !== ""),
    ),
  );
  const alls = ["?all", "~all", "-all"].filter((term) => terms.has(term));
  const others = [...terms].filter((term) => !/^[+\-~?]?all$/i.test(term));
  return ["v=spf1", ...others, alls[0] ?? "~all"].join(" ");
}

/** For who knows how the relay sends: nothing here can tell. */
export const ofRelay = "<what your relay's provider tells>";
