import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import { valuesOf } from "./dns.ts";
import type { DnsSeen, SeenMail } from "./look-at-dns.ts";
import { isOneOwner } from "../../base/domain-owner.ts";
import { mxLine } from "./records.ts";

export const bounceMail: Examination<DnsSeen> = {
  id: "dns/bounce-mx",
  why: "A return path that no mail can come back to is refused by many receivers, and nobody hears of mail that did not arrive.",
  helps:
    "Publish an MX for the bounce domain, and a mailbox behind it that takes every address beginning with bounce+.",
  judge({ returnPathMail }) {
    return [judgeMail(returnPathMail, "Reports of mail that did not arrive")];
  },
};

export const fromMail: Examination<DnsSeen> = {
  id: "dns/from-mx",
  why: "Receivers refuse mail from a domain that takes none itself, and readers who answer get their mail back.",
  helps: "Publish an MX for the domain of the From address.",
  judge({ from, returnPath, fromMail: own, replyToMail }) {
    const ofFrom = from === returnPath ? [] : [judgeMail(own, "Mail to the From address")];
    return [...ofFrom, ...(replyToMail === undefined ? [] : [judgeMail(replyToMail, "What readers answer")])];
  },
};

export const listIds: Examination<DnsSeen> = {
  id: "dns/list-id",
  why: "Readers sort their mail by the List-Id; one below a domain of somebody else could be theirs tomorrow (RFC 2919).",
  helps: "Set listId below a domain of yours before the first issue goes out; later it must not change.",
  judge({ listIds: ids, from, siteHost }) {
    return ids.map((id) => {
      const isOurs = [from, siteHost].some((domain) => isOneOwner(id, domain));
      return isOurs
        ? good("It lies below a domain of yours, and needs no record.", id)
        : warning(`It has nothing in common with ${from} or ${siteHost}.`, undefined, id);
    });
  },
};

function judgeMail({ domain, mx, lost, addresses }: SeenMail, what: string): Judged {
  if (mx.status === "unanswered") return unseen(`The MX cannot be looked up: ${mx.why}.`, domain);
  const exchanges = valuesOf(mx).map(({ exchange }) => exchange);
  if (exchanges.length > 0 && exchanges.every((exchange) => exchange === ""))
    return withRecord(
      problem(`"MX 0 ." says that the domain takes no mail at all (RFC 7505).`, undefined, domain),
      domain,
    );
  if (exchanges.length > 0 && lost.length === exchanges.length)
    return problem(
      `The MX names ${lost.join(", ")}, which has no address.`,
      "Name a mail server that there is.",
      domain,
    );
  if (lost.length > 0)
    return warning(
      `The MX names ${lost.join(", ")}, which has no address.`,
      "Take it out, or name a mail server that there is.",
      domain,
    );
  if (exchanges.length > 0) return good(`${what} goes to ${exchanges.join(", ")}.`, domain);
  if (addresses.status === "found")
    return withRecord(
      warning(
        `There is no MX; mail goes to the domain's own address, ${valuesOf(addresses)[0]}, where a mail server has to be.`,
        undefined,
        domain,
      ),
      domain,
    );
  return withRecord(
    problem("There is neither an MX nor an address: no mail can go there.", undefined, domain),
    domain,
  );
}

function withRecord(judged: Judged, domain: string): Judged {
  return { ...judged, records: [mxLine(domain, "<your mail server>")] };
}
