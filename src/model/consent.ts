import type { Instant } from "../base/clock.ts";

/**
 * What a person or a newsletter did about one subscription, word for word as the consent log has it. `requested`:
 * somebody typed the address into a form. `confirmed`: the button of the confirmation mail. `imported`, `added`: the
 * newsletter says that the person agreed. `resubscribed`: who had left came back by their own act. `changed`: their
 * fields. `paused`: until when is in the detail. `removed`: the newsletter ended it.
 */
export const consentTypes = [
  "requested",
  "confirmed",
  "imported",
  "added",
  "unsubscribed",
  "resubscribed",
  "changed",
  "paused",
  "removed",
] as const;
export type ConsentType = (typeof consentTypes)[number];

/** Where an event came from: what is asked of us when somebody says they never subscribed. */
export interface ConsentOrigin {
  /** The form, the file, `one-click`, `cli` or an editor's words. */
  readonly source: string;
  /** Which wording the person agreed to. */
  readonly textVersion?: string;
  /** The network they came from, never the whole address: an IPv4 /24 or an IPv6 /48. */
  readonly network?: string;
}

/** Whether a text is a network as the log has it: `192.0.2.0/24`, `2001:db8:1::/48`. */
export function isNetwork(text: string): boolean {
  return network.test(text);
}

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const group = "(?:0|[1-9a-f][0-9a-f]{0,3})";
const network = new RegExp(`^(?:(?:${byte}\\.){3}0/24|(?:${group}:){3}:/48)$`);

/** One line of the consent log. It is written once, never changed, and goes only when its person is erased. */
export interface ConsentEvent extends ConsentOrigin {
  readonly subscriber: number;
  /** Undefined when it concerns the person and no single list. */
  readonly list?: string;
  readonly type: ConsentType;
  readonly at: Instant;
  readonly detail?: Readonly<Record<string, string>>;
}
