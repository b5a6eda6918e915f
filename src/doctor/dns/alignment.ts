import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import { isAligned, type TreeWalk, unansweredAbove } from "./dmarc/walk-tree.ts";
import type { DnsSeen } from "./look-at-dns.ts";
import { sharedDomain } from "../../base/domain-owner.ts";
import { dmarcLine } from "./records.ts";

export const alignment: Examination<DnsSeen> = {
  id: "dns/alignment",
  why: "DMARC only counts what was vouched for by the domain of the From address or its organisation: else SPF and DKIM may pass and the mail is refused all the same.",
  helps:
    "Sign with the domain of the From address, and give the return path a name below the same organisation.",
  judge(seen) {
    return [judgeDkim(seen), judgeSpf(seen)];
  },
};

function judgeDkim(seen: DnsSeen): Judged {
  const { from, fromTree, policy, keys } = seen;
  if (keys.length === 0)
    return unseen(
      "The relay signs, and with which domain a test mail shows: npx letterpress doctor --probe",
      "DKIM",
    );
  const isStrict = policy?.record.strictDkim === true;
  const own = keys.find(({ tree }) => isAligned(fromTree, tree, isStrict));
  if (own !== undefined) return good(`A signature of ${own.domain} counts for mail from ${from}.`, "DKIM");
  const domains = [...new Set(keys.map(({ domain }) => domain))];
  return notAligned(`A signature of ${domains.join(" and ")}`, keys, seen, isStrict, "DKIM");
}

function judgeSpf(seen: DnsSeen): Judged {
  const { from, fromTree, policy, returnPath, returnPathTree } = seen;
  const isStrict = policy?.record.strictSpf === true;
  if (isAligned(fromTree, returnPathTree, isStrict))
    return good(
      `The return path ${returnPath} counts for mail from ${from}${returnPath === from ? "" : organisationWords(fromTree)}.`,
      "SPF",
    );
  const vouching = [{ domain: returnPath, tree: returnPathTree }];
  return notAligned(`The return path ${returnPath}`, vouching, seen, isStrict, "SPF");
}

/** A domain that vouches for the mail, and the DMARC records from there upwards. */
interface Vouching {
  readonly domain: string;
  readonly tree: TreeWalk;
}

function notAligned(
  what: string,
  vouching: readonly Vouching[],
  { from, fromTree }: DnsSeen,
  isStrict: boolean,
  about: string,
): Judged {
  if (isStrict)
    return problem(
      `${what} does not count for mail from ${from}: the DMARC record asks for the very same domain (${about === "DKIM" ? "adkim" : "aspf"}=s).`,
      `Use ${from} itself, or write ${about === "DKIM" ? "adkim" : "aspf"}=r.`,
      about,
    );
  const unanswered = vouching
    .map(({ tree }) => unansweredAbove(fromTree, tree))
    .find((words) => words !== undefined);
  if (unanswered !== undefined) return unseen(unanswered, about);
  const shared = sharedDomain([from, ...vouching.map(({ domain }) => domain)]);
  if (shared === undefined)
    return (about === "DKIM" ? problem : warning)(
      `${what} does not count for mail from ${from}: they have no domain in common.`,
      undefined,
      about,
    );
  const says = `${what} counts for mail from ${from} only with receivers that look ${shared} up in a list. Those that follow RFC 9989 look for DMARC records, find none above both, and take them for two organisations.`;
  const remedy = `Publish a DMARC record at ${shared}; that of ${from} may stay beside it.`;
  return { ...warning(says, remedy, about), records: [dmarcLine(shared, `dmarc@${shared}`)] };
}

function organisationWords({ organisation }: TreeWalk): string {
  return `: both belong to ${organisation}`;
}
