import type { Sender } from "./sender.ts";

/**
 * What `init` writes of a newsletter of which it was told nothing. Nobody can send from it: example.org belongs to
 * nobody.
 */
export const unfilledSender = {
  email: "hello@my-newsletter.example.org",
  siteUrl: "https://my-newsletter.example.org",
  postalAddress: ["Your name", "Street and number", "City and country"],
} as const satisfies Pick<Sender, "siteUrl" | "postalAddress"> & { readonly email: string };

/** One thing of a sender that is still as `init` wrote it. */
export interface Unfilled {
  /** Where it stands in letterpress.yaml. */
  readonly key: "from" | "siteUrl" | "postalAddress";
  /** What stands there. */
  readonly value: string;
}

/** What these senders have of it, in words: `from ("…"), siteUrl ("…")`; undefined when everything is filled in. */
export function unfilledWords(senders: readonly Parameters<typeof unfilledIn>[0][]): string | undefined {
  const each = senders.flatMap(unfilledIn).map(({ key, value }) => `${key} ("${value}")`);
  return each.length === 0 ? undefined : [...new Set(each)].join(", ");
}

/** What nobody has filled in yet. One line of the postal address is enough: readers would get it with the others. */
export function unfilledIn(sender: Pick<Sender, "from" | "siteUrl" | "postalAddress">): readonly Unfilled[] {
  const { email, siteUrl, postalAddress } = unfilledSender;
  const lines = sender.postalAddress.filter((line) => postalAddress.some((one) => one === line.trim()));
  const found: Unfilled[] = [];
  if (sender.from.email === email) found.push({ key: "from", value: email });
  if (sender.siteUrl === siteUrl) found.push({ key: "siteUrl", value: siteUrl });
  if (lines.length > 0) found.push({ key: "postalAddress", value: lines.join(", ") });
  return found;
}
