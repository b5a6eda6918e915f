/** Where in the conversation with a relay something happened. */
export const stages = ["connect", "tls", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot"] as const;
export type Stage = (typeof stages)[number];

/**
 * Why a relay says no for ever. `mailbox`: it does not exist, so mailing it again would only harm us. `delivery`: the
 * mailbox is full or cannot be reached, which may pass. `sender`: it is about us or our mail.
 */
export const rejectionCauses = ["mailbox", "delivery", "sender"] as const;
export type RejectionCause = (typeof rejectionCauses)[number];

/**
 * What became of one message. Everything here is expected; only bugs throw.
 * `submitted`: the relay took responsibility. `deferred`: it said try later. `rejected`: it said no for ever.
 * `uncertain`: the link was lost after the final dot. `unsent`: the link was lost before it, so the reader has no copy
 * and a retry is safe. `refused`: the relay refuses all our mail, so it is out of the run, and the reader, who has no
 * copy, goes through another one or stays `pending`. `asksForLess`: it said so because we send too fast.
 */
export type Outcome =
  | { readonly status: "submitted"; readonly reply: string }
  | {
      readonly status: "deferred";
      readonly stage: Stage;
      readonly reply: string;
      readonly asksForLess?: true;
    }
  | {
      readonly status: "rejected";
      readonly stage: Stage;
      readonly because: RejectionCause;
      readonly reply: string;
    }
  | { readonly status: "uncertain"; readonly reason: string }
  | { readonly status: "unsent"; readonly stage: Stage; readonly reason: string; readonly asksForLess?: true }
  | { readonly status: "refused"; readonly stage: Stage; readonly reply: string };
