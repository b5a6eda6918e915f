import type { RuleHead } from "../rule.ts";

export const linkBroken: RuleHead = {
  id: "check/link-broken",
  severity: "warning",
  why: "Readers who click see an error, or a warning of their browser, instead of the page.",
};

export const linkMoved: RuleHead = {
  id: "check/link-moved",
  severity: "warning",
  why: "Readers are led on to the new address while the site still knows the old one, which may end any day.",
};

export const linkElsewhere: RuleHead = {
  id: "check/link-elsewhere",
  severity: "warning",
  why: "Readers land on a front page or a form to log in, and not where the words of the link say.",
};

export const linkPrivate: RuleHead = {
  id: "check/link-private",
  severity: "warning",
  why: "Readers cannot reach a page that only your own network knows.",
};

export const pictureOnline: RuleHead = {
  id: "check/picture-online",
  severity: "warning",
  why: "Readers see an empty frame, or wait for a picture that is too heavy.",
};

/** What the links and pictures of an issue can have, in the order of docs/rules.md. */
export const onlineRules: readonly RuleHead[] = [
  linkBroken,
  linkMoved,
  linkElsewhere,
  linkPrivate,
  pictureOnline,
];
