import { unfilledIn } from "../../model/unfilled-sender.ts";
import type { Rule } from "../rule.ts";

export const unfilledSenderRule: Rule = {
  id: "check/unfilled-sender",
  severity: "warning",
  why: "Readers get a From address, links or a postal address that stand for yours and lead nowhere.",
  example: {
    of: "letterpress.yaml",
    wrong: ["siteUrl: https://my-newsletter.example.org"],
    right: ["siteUrl: https://news.letters.net"],
  },
  check({ sender, senderAt }) {
    return unfilledIn(sender).map(({ key, value }) => ({
      at: senderAt[key],
      message: `${key} is still "${value}", as init wrote it.`,
      remedy: `Write yours into ${key} in letterpress.yaml; until then send refuses.`,
    }));
  },
};
