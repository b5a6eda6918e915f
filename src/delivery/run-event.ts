import type { Instant } from "../base/clock.ts";
import type { DeliveryCounts, Mailing } from "../model/mailing.ts";

/** What a running mailing tells whoever watches it. Watching slowly never slows the mailing: progress is merged. */
export type RunEvent =
  /** The lease is ours. `uncertain`: how many readers an earlier sender left without an answer. */
  | { readonly type: "claimed"; readonly counts: DeliveryCounts; readonly uncertain: number }
  | { readonly type: "progress"; readonly counts: DeliveryCounts }
  /** The relay is in trouble; nobody's delivery has changed. */
  | { readonly type: "relay-trouble"; readonly message: string; readonly retryAt: Instant }
  /** Another program has locked the store: nothing starts until what is known can be recorded. */
  | { readonly type: "store-busy" }
  /** Only deferred readers are left, and the first of them is due then. */
  | { readonly type: "waiting"; readonly deferred: number; readonly until: Instant }
  | {
      readonly type: "ended";
      readonly end: RunEnd;
      readonly mailing: Mailing;
      readonly counts: DeliveryCounts;
    };

/**
 * Why a run ended. `complete`: every delivery is final. `uncertain`: only uncertain readers are left, for a person to
 * decide. `interrupted`: somebody asked this run to stop. `paused` and `cancelled`: a person has said so of the mailing, from
 * any process. `stopped`: the relay does not take our mail; `message` says why, and with `permanent` it is no use to try
 * again before a person has mended it. `lost`: another sender holds the mailing now.
 */
export type RunEnd =
  | { readonly status: "complete" }
  | { readonly status: "uncertain" }
  | { readonly status: "interrupted" }
  | { readonly status: "paused" }
  | { readonly status: "cancelled" }
  | {
      readonly status: "stopped";
      readonly message: string;
      readonly remedy: string;
      readonly permanent: boolean;
    }
  | { readonly status: "lost" };
