import { type Examination, good, type Judged, problem, unseen, warning } from "../../examination.ts";
import { type PolicyInForce, type TreeWalk, unansweredWords } from "./walk-tree.ts";
import type { DnsSeen } from "../look-at-dns.ts";
import { sharedDomain } from "../../../base/domain-owner.ts";
import { dmarcLine } from "../records.ts";

export const dmarc: Examination<DnsSeen> = {
  id: "dns/dmarc",
  why: "DMARC tells receivers what to do with mail in your name that nobody vouches for; Gmail, Yahoo and Outlook ask who sends much for a record.",
  helps:
    "Publish the record below, read the reports for some weeks, then go on to p=quarantine and p=reject.",
  judge(seen) {
    const { from, fromTree, policy } = seen;
    const doubled = fromTree.steps.find(({ isDoubled }) => isDoubled);
    if (policy === undefined && doubled === undefined)
      return [withRecord(judgeMissing(fromTree, from), seen)];
    const several =
      doubled === undefined
        ? []
        : [
            (policy?.at === from ? warning : problem)(
              `There is more than one record at _dmarc.${doubled.domain}; receivers then take none of them.`,
              "Leave one.",
              from,
            ),
          ];
    if (policy === undefined) return several;
    return [judgePolicy(policy, from), ...judgeFaults(policy, from), ...several];
  },
};

function judgeMissing({ steps }: TreeWalk, from: string): Judged {
  const unanswered = unansweredWords(steps);
  if (unanswered !== undefined) return unseen(unanswered, from);
  const asked = steps.map(({ domain }) => `_dmarc.${domain}`).join(", ");
  return problem(`There is no DMARC record (asked: ${asked}).`, undefined, from);
}

function judgePolicy({ at, record, tag, policy }: PolicyInForce, from: string): Judged {
  const where = at === from ? `_dmarc.${at}` : `_dmarc.${at}, which ${from} inherits from`;
  const says = `${where} says "${record.text}": ${tag}=${policy}${record.isTesting ? ", while it is tried out (t=y) one step milder" : ""}.`;
  if (record.p === undefined && record.rua.length === 0)
    return problem(
      `${says} It has neither a policy nor an address for reports, so it counts as none.`,
      "Write p=none; rua=mailto:… into it.",
      from,
    );
  if (policy === "none" && record.rua.length === 0)
    return warning(
      `${says} Nobody gets the reports.`,
      "Add rua=mailto: and an address whose mail somebody reads.",
      from,
    );
  if (record.isTesting) return warning(says, "Take t=y out when the reports show only mail of yours.", from);
  return good(says, from);
}

function judgeFaults({ record: { faults } }: PolicyInForce, from: string): readonly Judged[] {
  if (faults.length === 0) return [];
  return [warning(`In the DMARC record ${faults.join("; ")}.`, "Correct it, or take it out.", from)];
}

/** Where the From domain, the return path and the keys all find it. */
function withRecord(judged: Judged, { from, returnPath, keys }: DnsSeen): Judged {
  if (judged.verdict !== "problem") return judged;
  const domain = sharedDomain([from, returnPath, ...keys.map((key) => key.domain)]) ?? from;
  return { ...judged, records: [dmarcLine(domain, `dmarc@${domain}`)] };
}
