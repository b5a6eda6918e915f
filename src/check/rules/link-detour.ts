import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";
import { withoutTraces } from "./link-tracking.ts";

export const linkDetour: Rule = {
  id: "check/link-detour",
  severity: "warning",
  why: "Readers go by way of a counter or a filter that was made for you alone: it stops one day, and says that all of them are you.",
  example: {
    wrong: ['- letter: "See [the press](https://www.google.com/url?q=https://letters.net/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      if (!URL.canParse(url)) return [];
      const address = new URL(url);
      const found = detours.find(
        ({ host, path }) => host.test(address.hostname) && path.test(address.pathname),
      );
      if (found === undefined) return [];
      const target = found.target?.map((name) => address.searchParams.get(name)).find((one) => one !== null);
      const message = `the link goes through ${address.hostname}, which ${found.what}.`;
      if (target == null || !/^https?:\/\//.test(target) || !URL.canParse(target))
        return [{ at, message, remedy: "Open it, and write the address it leads to." }];
      const clean = withoutTraces(target);
      // Other signs have a meaning in Markdown, in HTML or in YAML.
      const isPlain = /^[\w:/?#&=%@+,;.~-]+$/.test(clean);
      return [
        { at, message, remedy: `Write ${clean}`, ...(isPlain ? { fix: { was: url, becomes: clean } } : {}) },
      ];
    });
  },
};

interface Detour {
  readonly host: RegExp;
  readonly path: RegExp;
  readonly what: string;
  /** The parameters that hold where it leads. */
  readonly target?: readonly string[];
}

const counts = "counts the clicks of somebody else's mail";
const guards = "guards the mailbox that it was copied from";
const leaves = "tells where somebody leaves its pages";

const detours: readonly Detour[] = [
  { host: /(?:^|\.)google\.[a-z.]+$/, path: /^\/url$/, what: leaves, target: ["url", "q"] },
  { host: /^lm?\.facebook\.com$/, path: /^\/l\.php$/, what: leaves, target: ["u"] },
  { host: /^l\.instagram\.com$/, path: /^\//, what: leaves, target: ["u"] },
  { host: /(?:^|\.)linkedin\.com$/, path: /^\/redir\//, what: leaves, target: ["url"] },
  { host: /^out\.reddit\.com$/, path: /^\//, what: leaves, target: ["url"] },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /^\//, what: guards, target: ["url"] },
  { host: /^urldefense(?:\.proofpoint)?\.com$/, path: /^\//, what: guards },
  { host: /^linkprotect\.cudasvc\.com$/, path: /^\//, what: guards, target: ["a"] },
  { host: /\.list-manage\.com$/, path: /^\/track\//, what: counts },
  { host: /(?:^|\.)substack\.com$/, path: /^\/redirect\//, what: counts },
  { host: /^mandrillapp\.com$/, path: /^\/track\//, what: counts },
  {
    host: /\.(?:ct\.sendgrid\.net|awstrack\.me|convertkit-mail\d*\.com|mailgun\.org|hubspotlinks\.com)$/,
    path: /^\//,
    what: counts,
  },
];
