import type { Instant } from "../base/clock.ts";
import type { DeliveryCounts, Mailing, Stop } from "../model/mailing.ts";
import type { UsedUp } from "./pace/limit.ts";
import type { PaceChange } from "./pace/limits.ts";

/** What a running mailing tells whoever watches it. Watching slowly never slows the mailing: progress is merged. */
export type RunEvent =
  /** The lease is ours. `uncertain`: how many readers an earlier sender left without an answer. */
  | { readonly type: "claimed"; readonly counts: DeliveryCounts; readonly uncertain: number }
  | { readonly type: "progress"; readonly counts: DeliveryCounts }
  /** A relay is in trouble; nobody's delivery has changed. `left`: the names of those that work. */
  | {
      readonly type: "relay-trouble";
      readonly relay: string;
      readonly message: string;
      readonly retryAt: Instant;
      readonly left: readonly string[];
    }
  /** A relay that was in trouble takes connections again. */
  | { readonly type: "relay-back"; readonly relay: string }
  /** A relay takes no part in this run any more, and others do: `left` are their names. */
  | {
      readonly type: "relay-out";
      readonly relay: string;
      readonly message: string;
      readonly remedy: string;
      readonly left: readonly string[];
    }
  /** A quota is used up, and keeps readers waiting until then; others may go on meanwhile. */
  | ({ readonly type: "pace-used-up" } & UsedUp)
  /** A relay asks for less, or takes as much as before again. */
  | ({ readonly type: "pace-changed" } & PaceChange)
  /** A thread that the run was to have is not there, or not any more; others go on. `message` says why. */
  | { readonly type: "thread-missing"; readonly message: string }
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
 * decide. `interrupted`: somebody asked this run to stop. `paused` and `cancelled`: a person has said so of the
 * mailing, from any process. `stopped`: no relay takes our mail, or (`because` of the `list`) too many addresses do not
 * exist, or (a `fault`) a part of Letterpress broke; `message` says why, and with `permanent` it is no use to try again
 * before a person has seen to it. `lost`: another sender holds the mailing now.
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
      readonly because: Exclude<Stop, "person" | "interrupt">;
    }
  | { readonly status: "lost" };
