import { domainOf } from "../../base/address.ts";
import { isOneOwner } from "../../base/domain-owner.ts";
import type { Rule } from "../rule.ts";

export const listId: Rule = {
  id: "check/list-id",
  severity: "warning",
  why: "Readers sort their mail by the List-Id; one below a domain of somebody else can be theirs tomorrow (RFC 2919).",
  example: {
    of: "letterpress.yaml",
    wrong: ["lists:", "  weekly: { name: The Letterpress Weekly, listId: weekly.paper.net }"],
    right: ["lists:", "  weekly: { name: The Letterpress Weekly, listId: weekly.letters.net }"],
  },
  check({ sender, senderAt }) {
    const { listId: id, siteUrl, from } = sender;
    const own = [domainOf(from.email), new URL(siteUrl).hostname];
    if (own.some((domain) => isOneOwner(id, domain))) return [];
    const message = `the List-Id ${id} has nothing in common with ${[...new Set(own)].join(" or ")}.`;
    const remedy =
      "Set listId below a domain of yours before the first issue goes out; if it has gone out with this one, waive this.";
    return [{ at: senderAt.listId, message, remedy }];
  },
};
