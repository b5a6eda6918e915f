import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const sampleAddress: Rule = {
  id: "check/sample-address",
  severity: "warning",
  why: "Readers are led to a page that only says it is an example.",
  example: {
    wrong: ['- letter: "See [the press](https://example.com/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection, sender }) {
    // A newsletter that lies at such an address itself is an example as a whole.
    if (isSample(new URL(sender.siteUrl).hostname)) return [];
    return linksOf(selection).flatMap(({ url, at }) => {
      const host = hostOf(url);
      if (host === undefined || !isSample(host)) return [];
      return [
        {
          at,
          message: `the link leads to ${host}, which stands for an address.`,
          remedy: "Write the address itself.",
        },
      ];
    });
  },
};

function hostOf(url: string): string | undefined {
  const [, mailbox] = /^mailto:[^?@]*@([^?]+)/i.exec(url) ?? [];
  if (mailbox !== undefined) return mailbox.toLowerCase();
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** RFC 2606 keeps the first of these for examples. */
function isSample(host: string): boolean {
  return /(?:^|\.)example(?:\.(?:com|net|org))?$|(?:^|\.)(?:your|my)-?(?:domain|site|website|company)\.[a-z]+$/.test(
    host,
  );
}
