import { type Examination, good, problem, unseen, warning } from "../examination.ts";
import { domainOf } from "../../base/address.ts";
import type { Alignment } from "../dns/dmarc/walk-tree.ts";
import type { MailSeen } from "./look-at-mail.ts";
import { toldOf, toldWords } from "./host-says.ts";

export const returnPath: Examination<MailSeen> = {
  id: "probe/return-path",
  why: "A relay that puts a return path of its own gets the reports of mail that did not arrive, and SPF is asked of its domain.",
  helps:
    "Ask the relay's provider for a return path of your own, often called a custom bounce or MAIL FROM domain.",
  judge({ about, returnPath: arrived, wantedReturnPath }) {
    if (arrived === undefined) return [unseen("The receiving host wrote down no Return-Path.", about)];
    if (arrived !== "" && domainOf(arrived) === wantedReturnPath)
      return [good(`The return path is of ${wantedReturnPath}, as it was sent.`, about)];
    return [
      warning(
        `The return path is of ${arrived === "" ? "nobody" : domainOf(arrived)}, and was sent with ${wantedReturnPath}.`,
        undefined,
        about,
      ),
    ];
  },
};

export const spf: Examination<MailSeen> = {
  id: "probe/spf",
  why: "When SPF fails, all that vouches for the mail is its signature, and some receivers refuse it then.",
  helps: "Put the servers of the relay into the SPF record of the return path: see dns/spf.",
  judge(seen) {
    const { about, spf: ours } = seen;
    const own =
      ours === undefined
        ? ""
        : `From ${ours.address} it is ${ours.result}${ours.result === "pass" ? spfFor[ours.alignment] : ""}.`;
    const [told] = toldOf(seen, "spf");
    const says = `${toldWords(seen, "spf")}${own}`.trim();
    if (told === undefined && ours === undefined)
      return [unseen("Nobody wrote down where the mail came from, nor what SPF says of it.", about)];
    const result = told ?? ours?.result;
    if (result === "pass" && ours?.alignment === "apart") return [warning(says, undefined, about)];
    if (result === "pass") return [(ours?.alignment === "unknown" ? unseen : good)(says, about)];
    return [(result === "fail" || result === "permerror" ? problem : warning)(says, undefined, about)];
  },
};

const spfFor: Readonly<Record<Alignment, string>> = {
  aligned: "",
  apart: ", for a domain that is not of the sender's organisation",
  unknown: ", for a domain of which it is not known whether it is of the sender's organisation",
};

export const dmarc: Examination<MailSeen> = {
  id: "probe/dmarc",
  why: "A mail that DMARC fails is refused or marked as spam, whatever else is right with it.",
  helps:
    "Either a signature of the From domain has to hold, or SPF has to pass for a return path of its organisation: see probe/dkim, probe/spf and dns/alignment.",
  judge(seen) {
    const { about, from, policy } = seen;
    if (from === undefined) return [problem("The mail has no From with one address.", undefined, about)];
    const { verdict, words } = ownVerdict(seen, domainOf(from));
    const says = `${toldWords(seen, "dmarc")}${words}`;
    const [told] = toldOf(seen, "dmarc");
    if (told !== undefined && told !== "pass") return [problem(says, undefined, about)];
    if (told === "pass")
      return [
        verdict === "problem" && policy !== undefined ? warning(says, undefined, about) : good(says, about),
      ];
    if (verdict === "unseen") return [unseen(says, about)];
    return [verdict === "good" ? good(says, about) : problem(says, undefined, about)];
  },
};

/** What DMARC comes to by what the doctor sees itself. Who may vouch and cannot be asked is no "no". */
function ownVerdict(
  seen: MailSeen,
  domain: string,
): { readonly verdict: "good" | "problem" | "unseen"; readonly words: string } {
  const { policy, policyUnanswered, signatures, spf: ours } = seen;
  if (policy === undefined)
    return policyUnanswered === undefined
      ? { verdict: "problem", words: `There is no DMARC record for ${domain}.` }
      : {
          verdict: "unseen",
          words: `The DMARC record of ${domain} cannot be looked up: ${policyUnanswered}.`,
        };
  const each = signatures.map(({ result, alignment }) => vouching(result, alignment));
  const dkim = each.find((one) => one === "pass") ?? each.find((one) => one === "unknown") ?? "fail";
  const spf =
    ours === undefined || ours.result === "temperror" ? "unknown" : vouching(ours.result, ours.alignment);
  const which = (wanted: string) => [
    ...(dkim === wanted ? ["DKIM"] : []),
    ...(spf === wanted ? ["SPF"] : []),
  ];
  const by = which("pass");
  if (by.length > 0)
    return {
      verdict: "good",
      words: `${by.join(" and ")} ${by.length > 1 ? "vouch" : "vouches"} for ${domain}.`,
    };
  const unknown = which("unknown");
  if (unknown.length > 0)
    return {
      verdict: "unseen",
      words: `Whether ${unknown.join(" or ")} vouches for ${domain} cannot be told; its policy is ${policy.policy}.`,
    };
  return {
    verdict: "problem",
    words: `Neither DKIM nor SPF vouches for ${domain}; its policy is ${policy.policy}.`,
  };
}

/** What a result comes to for DMARC, which counts only what vouches for the sender's organisation. */
function vouching(result: string, alignment: Alignment): string {
  if (alignment === "aligned") return result;
  return alignment === "unknown" && /^(?:pass|unknown)$/.test(result) ? "unknown" : "fail";
}
