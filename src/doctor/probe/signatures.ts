import { shownLink } from "../shown-link.ts";
import { type Examination, good, problem, unseen, warning } from "../examination.ts";
import { fewWords } from "../few-words.ts";
import type { Alignment } from "../dns/dmarc/walk-tree.ts";
import type { MailSeen } from "./look-at-mail.ts";
import { valuesOfHeader } from "./arrived-mail.ts";
import { toldOf, toldWords } from "./host-says.ts";

export const dkim: Examination<MailSeen> = {
  id: "probe/dkim",
  why: "A mail without a signature of its own domain that holds is refused by Gmail and Yahoo from who sends much, and forwarded mail has nothing else.",
  helps:
    "Let the relay sign with the domain of the From address, or sign here (`npx letterpress docs dkim`); then see what `npx letterpress doctor` says of the key in DNS.",
  judge(seen) {
    const { about, signatures } = seen;
    if (signatures.length === 0)
      return [problem(`${toldWords(seen, "dkim")}The mail has no DKIM signature.`, undefined, about)];
    const words = signatures.map(({ domain, selector, result, why, alignment, bits }) => {
      const holds = result === "pass" ? `holds (${bits} bits)` : (why ?? "");
      return `The signature of ${domain} (${selector}) ${holds}${result === "pass" ? signedFor[alignment] : ""}.`;
    });
    const says = `${toldWords(seen, "dkim")}${fewWords(words, " ")}`;
    const own = signatures.filter(({ alignment }) => alignment === "aligned");
    if (toldOf(seen, "dkim").some((result) => result !== "pass") && !toldOf(seen, "dkim").includes("pass"))
      return [problem(says, undefined, about)];
    if (!own.some(({ result }) => result === "pass")) {
      if (signatures.some(({ result, alignment }) => result === "pass" && alignment === "unknown"))
        return [unseen(says, about)];
      const isUnknown = own.some(({ result }) => result === "unknown");
      return [(isUnknown ? warning : problem)(says, undefined, about)];
    }
    if (signatures.some(({ bodyLimit }) => bodyLimit !== undefined))
      return [
        warning(
          `${says} It covers only the first bytes of the body (l=): anybody may add to it.`,
          "Sign without l=.",
          about,
        ),
      ];
    return [
      own.every(({ result }) => result === "pass") ? good(says, about) : warning(says, undefined, about),
    ];
  },
};

const signedFor: Readonly<Record<Alignment, string>> = {
  aligned: "",
  apart: ", and is not of the sender's organisation",
  unknown: ", and whether it is of the sender's organisation is not known",
};

export const signedHeaders: Examination<MailSeen> = {
  id: "probe/signed-headers",
  why: "Gmail shows its button to unsubscribe only when a signature covers both headers of it (RFC 8058, section 4); what is not covered can be changed on the way.",
  helps:
    "Ask the relay's provider to sign List-Unsubscribe and List-Unsubscribe-Post, or sign here: then they are covered (`npx letterpress docs dkim`).",
  judge({ about, mail, signatures }) {
    const holding = signatures.filter(({ result, alignment }) => result === "pass" && alignment !== "apart");
    if (holding.length === 0) return [];
    const present = wanted.filter((name) => valuesOfHeader(mail, name).length > 0);
    const best = holding
      .map(({ covers }) => present.filter((name) => !covers.includes(name.toLowerCase())))
      .toSorted((one, other) => one.length - other.length)[0];
    if (best === undefined || best.length === 0)
      return [good(`The signature covers ${present.join(", ")}.`, about)];
    const isNeeded = best.some((name) => needed.has(name));
    return [
      (isNeeded ? problem : warning)(`No signature that holds covers ${best.join(", ")}.`, undefined, about),
    ];
  },
};

/** RFC 8058 asks for the two of the list, RFC 6376 for From; the others are what readers see or act on. */
const needed: ReadonlySet<string> = new Set(["From", "List-Unsubscribe", "List-Unsubscribe-Post"]);
const wanted = [
  "From",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
];

export const listHeaders: Examination<MailSeen> = {
  id: "probe/list-headers",
  why: "Some relays put their own List-Unsubscribe in the place of ours: readers then leave the relay's list and go on getting the newsletter.",
  helps: "Switch off the relay's own unsubscribe links and its tracking of clicks, usually in its panel.",
  judge({ about, mail, siteUrl }) {
    const links = valuesOfHeader(mail, "list-unsubscribe");
    const [posts = "", ...others] = valuesOfHeader(mail, "list-unsubscribe-post");
    const isOwn = links.length === 1 && links[0]?.startsWith(`<${siteUrl}/u/`) === true;
    if (isOwn && posts === "List-Unsubscribe=One-Click" && others.length === 0)
      return [good("List-Unsubscribe and List-Unsubscribe-Post arrived as they were sent.", about)];
    if (links.length === 0 || posts === "")
      return [
        problem("The mail arrived without List-Unsubscribe or List-Unsubscribe-Post.", undefined, about),
      ];
    return [
      problem(
        `List-Unsubscribe is not the one that was sent: ${links.map(shownLink).join(", ")}`,
        undefined,
        about,
      ),
    ];
  },
};
