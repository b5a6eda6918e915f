/**
 * Mail that belongs to one person's sign-up and not to an issue. `confirmation`: the link with which they say that it
 * was they who signed up. `already`: they are subscribed, so there is nothing to confirm. `welcome`: after the
 * confirmation.
 */
export const serviceMailKinds = ["confirmation", "already", "welcome"] as const;
export type ServiceMailKind = (typeof serviceMailKinds)[number];

/**
 * What becomes of one: `pending` until it is due, `submitting` from before its first byte, then for good `submitted`,
 * `rejected`, `uncertain` (the link or the process ended before the relay answered; it is not sent again) or `dropped`
 * (nothing was to be sent).
 */
export const serviceMailStates = [
  "pending",
  "submitting",
  "submitted",
  "rejected",
  "uncertain",
  "dropped",
] as const;
export type ServiceMailState = (typeof serviceMailStates)[number];
