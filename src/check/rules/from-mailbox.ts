import { domainOf } from "../../base/address.ts";
import type { Rule } from "../rule.ts";

export const fromMailbox: Rule = {
  id: "check/from-mailbox",
  severity: "warning",
  why: "Readers do not get the mail, or find it among their spam: these providers tell others to trust mail of theirs only from themselves.",
  example: {
    of: "letterpress.yaml",
    wrong: ["from: { name: The Letterpress Weekly, email: ada@gmail.com }"],
    right: ["from: { name: The Letterpress Weekly, email: ada@letters.net }"],
  },
  check({ sender, senderAt, relayHosts }) {
    const domain = domainOf(sender.from.email);
    const provider = providers.find(({ mailboxes }) => mailboxes.test(domain));
    const strangers = relayHosts.filter((host) => provider !== undefined && !provider.relays.test(host));
    const [stranger] = strangers;
    if (stranger === undefined) return [];
    const message = `the mail comes from ${sender.from.email} and goes through ${stranger}, which cannot send for ${domain}.`;
    const remedy = "Send from an address at a domain of your own.";
    return [{ at: senderAt.from, message, remedy }];
  },
};

/** Providers of mailboxes, and the hosts that may send for them. */
const providers: readonly { readonly mailboxes: RegExp; readonly relays: RegExp }[] = [
  { mailboxes: /^(?:gmail|googlemail)\.com$/, relays: /(?:^|\.)(?:gmail|googlemail|google)\.com$/i },
  {
    mailboxes: /^(?:outlook|hotmail|live|msn)\.[a-z.]+$/,
    relays: /(?:^|\.)(?:outlook|office365|live|hotmail)\.com$/i,
  },
  {
    mailboxes: /^(?:yahoo\.[a-z.]+|ymail\.com|aol\.com|rocketmail\.com)$/,
    relays: /(?:^|\.)(?:yahoo|aol|yahoodns)\.(?:com|net)$/i,
  },
  { mailboxes: /^(?:icloud|me|mac)\.com$/, relays: /(?:^|\.)(?:icloud|me)\.com$/i },
  { mailboxes: /^gmx\.[a-z]+$/, relays: /(?:^|\.)gmx\.[a-z]+$/i },
  { mailboxes: /^web\.de$/, relays: /(?:^|\.)web\.de$/i },
  {
    mailboxes: /^(?:protonmail\.com|proton\.me|pm\.me)$/,
    relays: /(?:^|\.)(?:protonmail\.ch|proton\.me|protonmail\.com)$|^127\.0\.0\.1$/i,
  },
];
