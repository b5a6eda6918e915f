import { domainOf } from "../../base/address.ts";
import { isOneOwner } from "../../base/domain-owner.ts";
import type { Rule } from "../rule.ts";

export const bounceDomain: Rule = {
  id: "check/bounce-domain",
  severity: "warning",
  why: "Readers whose mailbox asks who vouches for the sender get the mail as spam, or not at all: the return path vouches for another domain.",
  example: {
    of: "letterpress.yaml",
    wrong: ["bounceDomain: bounces.paper.net"],
    right: ["bounceDomain: bounces.letters.net"],
  },
  check({ sender, senderAt, signedBy }) {
    const { bounceDomain: returns } = sender;
    const from = domainOf(sender.from.email);
    if (returns === undefined || signedBy.length > 0 || isOneOwner(returns, from)) return [];
    const message = `bounces go to ${returns}, the mail comes from ${from}, and nothing is signed for ${from} here (DMARC).`;
    const remedy = `Take a bounceDomain below ${from}, or sign (npx letterpress docs dkim); if your relay signs for it, waive this.`;
    return [{ at: senderAt.bounceDomain, message, remedy }];
  },
};
