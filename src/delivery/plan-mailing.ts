import { createHash } from "node:crypto";
import type { Instant } from "../base/clock.ts";
import { compileMessage } from "../message/compile-message.ts";
import type { Edition } from "../model/edition.ts";
import { mailingId } from "../model/mailing.ts";
import type { Pace } from "../model/pace.ts";
import type { Sender } from "../model/sender.ts";
import type { Audience } from "../store/audience.ts";
import { audienceOf } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import { perSecond } from "./pace.ts";

/** What one send would do. `--dry-run` prints it, a person approves it, and `startMailing` takes it as argument. */
export interface SendPlan {
  /** `mailingId(issue, list)` */
  readonly mailing: number;
  readonly issue: string;
  readonly list: string;
  readonly sender: Sender;
  readonly editions: readonly Edition[];
  readonly audience: Audience;
  /** The Date of every message. */
  readonly date: Instant;
  /** Bytes of a message that all readers share. */
  readonly messageBytes: number;
  /** The most readers that a crash can leave uncertain: messages in flight at once. */
  readonly inFlight: number;
  /** Messages per second that the pace allows; undefined without a limit. */
  readonly rate?: number;
  /** Names what is sent and to whom: two plans with one hash send the same. */
  readonly hash: string;
}

export interface PlanInput {
  readonly issue: string;
  readonly list: { readonly id: string; readonly sender: Sender };
  readonly editions: readonly Edition[];
  readonly connections: number;
  readonly pace: Pace;
  readonly now: Instant;
}

/** Plans the first send of an issue to a list; reads the store and changes nothing. */
export async function planMailing(store: Store, input: PlanInput): Promise<SendPlan> {
  const { issue, list, editions, connections, pace, now } = input;
  const audience = await audienceOf(store, { issue, list: list.id });
  const names = { issue, list: list.id, date: now };
  const sizes = editions.map(
    (edition) => compileMessage(edition, list.sender, names, store.key).literalBytes,
  );
  const rate = perSecond(pace);
  return {
    mailing: mailingId(issue, list.id),
    issue,
    list: list.id,
    sender: list.sender,
    editions,
    audience,
    date: now,
    messageBytes: Math.max(0, ...sizes),
    inFlight: connections,
    ...(rate === undefined ? {} : { rate }),
    hash: planHash(input, audience),
  };
}

function planHash({ issue, list, editions }: PlanInput, { recipients, members }: Audience): string {
  const digests = editions.map((edition) => edition.digest).sort();
  return createHash("sha256")
    .update(JSON.stringify([issue, list.id, list.sender, digests, recipients, members]))
    .digest("hex")
    .slice(0, 12);
}
