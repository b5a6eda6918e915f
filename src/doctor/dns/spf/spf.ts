import { type Examination, good, type Judged, problem, unseen, warning } from "../../examination.ts";
import { fewWords } from "../../few-words.ts";
import type { DnsSeen } from "../look-at-dns.ts";
import { joinedSpf, ofRelay, spfLine, txtLine } from "../records.ts";
import { parseSpf } from "./parse-spf.ts";
import { farTooMany, mostLookups, mostVoids } from "./walk-spf.ts";

export const spf: Examination<DnsSeen> = {
  id: "dns/spf",
  why: "SPF says which servers may send with the return path; without a record that can be read Gmail and Outlook refuse or hide the mail.",
  helps:
    "Publish one TXT record that begins with v=spf1 at the domain of the return path, with what your relay's provider tells.",
  judge({ returnPath, spf: walk }) {
    const [text, ...others] = walk.records;
    if (walk.result === "temperror")
      return [unseen(`SPF of ${returnPath} cannot be read now: ${fewWords(walk.faults, "; ")}.`, returnPath)];
    if (text === undefined)
      return [
        withRecord(problem("There is no SPF record.", undefined, returnPath), spfLine(returnPath, ofRelay)),
      ];
    if (others.length > 0)
      return [
        withRecord(
          problem(
            `There are ${walk.records.length} records that begin with v=spf1; receivers then take none of them.`,
            "Leave one, such as this one, which says what all of them say.",
            returnPath,
          ),
          txtLine(returnPath, joinedSpf(walk.records)),
        ),
      ];
    if (walk.faults.length > 0)
      return [
        problem(
          `"${text}" cannot be used: ${fewWords(walk.faults, "; ")}.`,
          "Correct it, or what it includes: one fault makes all of it void.",
          returnPath,
        ),
      ];
    return [judgeEnd(text, returnPath), ...judgePtr(text, returnPath)];
  },
};

function judgeEnd(text: string, domain: string): Judged {
  const { terms, redirect } = parseSpf(text);
  const all = terms.find(({ mechanism }) => mechanism === "all");
  if (all?.qualifier === "+")
    return problem(
      `"${text}" ends in "${all.text}": everybody may send in your name.`,
      "End it in -all, or in ~all while you are not sure.",
      domain,
    );
  if (all?.qualifier === "?" || (all === undefined && redirect === undefined))
    return warning(
      `"${text}" says nothing of who else sends.`,
      "End it in -all, or in ~all while you are not sure.",
      domain,
    );
  return good(`"${text}"`, domain);
}

function judgePtr(text: string, domain: string): readonly Judged[] {
  const term = parseSpf(text).terms.find(({ mechanism }) => mechanism === "ptr");
  if (term === undefined) return [];
  const says = `"${term.text}" is slow, and nobody should use it any more (RFC 7208, section 5.5).`;
  return [warning(says, "Name the servers by ip4:, ip6:, a: or include: instead.", domain)];
}

export const spfLookups: Examination<DnsSeen> = {
  id: "dns/spf-lookups",
  why: "A record that asks for more than ten further lookups, or finds nothing at more than two, is void, and so is all mail that rests on it (RFC 7208, section 4.6.4).",
  helps:
    "Take out what no longer sends for you, and name servers by ip4: and ip6: where their addresses stay.",
  judge({ returnPath, spf: { records, faults, lookups, voids, asked, result } }) {
    if (records.length !== 1 || result === "temperror") return [];
    const found = voids.length === 0 ? "" : ` Nothing is found at ${fewWords(voids)}.`;
    const count = lookups > farTooMany ? `more than ${farTooMany}` : lookups;
    const says = `It takes ${count} of ${mostLookups} lookups${asked.length === 0 ? "" : ` (${fewWords(asked)})`}.${found}`;
    if (lookups > mostLookups || voids.length > mostVoids) return [problem(says, undefined, returnPath)];
    // A record that cannot be used is told by dns/spf, and nothing about it is good.
    if (faults.length > 0) return [];
    if (lookups > mostLookups - 2 || voids.length > 0) return [warning(says, undefined, returnPath)];
    return [good(says, returnPath)];
  },
};

export const spfRelays: Examination<DnsSeen> = {
  id: "dns/spf-relays",
  why: "When SPF does not name the servers that mail comes from, it fails, and DMARC rests on DKIM alone.",
  helps: "Put what your relay's provider tells into the SPF record of the return path.",
  judge({ returnPath, relays, spf: { records, faults } }) {
    if (records.length !== 1 || faults.length > 0) return [];
    const names = [...new Set(relays.map(({ relay }) => relay))];
    return names.map((relay) => {
      const own = relays.filter((one) => one.relay === relay);
      const told = own.map(({ address, result }) => `${address}: ${result}`).join(", ");
      if (own.every(({ result }) => result === "pass"))
        return good(`Mail with the return path ${returnPath} may come from the relay (${told}).`, relay);
      return unseen(
        `SPF of ${returnPath} does not name the relay's own addresses (${told}). That is right where mail leaves it by other servers; a test mail shows what receivers see: npx letterpress doctor --probe`,
        relay,
      );
    });
  },
};

function withRecord(judged: Judged, ...records: readonly string[]): Judged {
  return { ...judged, records };
}
