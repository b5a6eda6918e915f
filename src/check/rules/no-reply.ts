import type { Rule } from "../rule.ts";

export const noReply: Rule = {
  id: "check/no-reply",
  severity: "warning",
  why: "Readers who answer get an error back, and mail programs trust a sender less whom nobody can answer.",
  example: {
    of: "letterpress.yaml",
    wrong: ["replyTo: no-reply@letters.net"],
    right: ["replyTo: desk@letters.net"],
  },
  check({ senderAt, sender: { from, replyTo } }) {
    const answered = replyTo ?? from.email;
    if (!/^(?:no|not|do-?not|dont)[-_.]?reply\b/i.test(answered)) return [];
    const message = `answers go to ${answered}, where nobody reads them.`;
    const remedy = "Write a replyTo that somebody reads into letterpress.yaml.";
    return [{ at: replyTo === undefined ? senderAt.from : senderAt.replyTo, message, remedy }];
  },
};
