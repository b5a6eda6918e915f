import { longestBackoffMs } from "../base/backoff.ts";
import { LetterpressError } from "../base/errors.ts";
import { type Clock, type Instant, minuteMs } from "../base/clock.ts";
import type { DeliveryCounts, Mailing } from "../model/mailing.ts";
import { countDeliveries } from "../store/deliveries.ts";
import { bringDueForward, dueTimes } from "../store/due-times.ts";
import { linkKey } from "../store/link-keys.ts";
import { editionsToSend, type Halt } from "../store/mailings.ts";
import type { Store } from "../store/store.ts";
import { RelayFault } from "../transport/transport.ts";
import type { EventQueue } from "./event-queue.ts";
import { LeaseLost, LedgerWriter } from "./ledger/ledger-writer.ts";
import { type Ledger, ledgerThreadDied } from "./ledger/ledger.ts";
import { openLedger } from "./ledger/open-ledger.ts";
import { openTurnstile } from "./pace/open-turnstile.ts";
import type { Turnstile } from "./pace/turnstile.ts";
import { threadDied } from "./press/press.ts";
import { openPresses, type Presses } from "./press/presses.ts";
import { type Lane, mostInFlight, slotsOf } from "./relays/lane.ts";
import { Lanes, mayOfferUtf8 } from "./relays/lanes.ts";
import { relayStepsMs } from "./relays/session-door.ts";
import type { RunEnd, RunEvent } from "./run-event.ts";
import type { RunOptions } from "./run-options.ts";
import { runSlot, type SlotWork } from "./slot.ts";
import { type Threads, threadsFor } from "./threads.ts";
import { wait } from "./wait.ts";

/** What stops the rounds before everybody was served. */
export type Cut = Extract<RunEnd, { status: "stopped" | "lost" | Halt }>;

export interface RoundsParts {
  readonly store: Store;
  readonly mailing: Mailing;
  readonly options: RunOptions;
  readonly clock: Clock;
  readonly queue: EventQueue<RunEvent>;
  /** Hears the counts after every transaction of the ledger. */
  readonly progress: (counts: DeliveryCounts) => void;
  readonly halt: {
    /** Aborted: start nothing any more, finish what is in flight. */
    readonly signal: AbortSignal;
    readonly stop: (cut: Cut) => void;
    /** Without a reason to tell: a fault follows. */
    readonly abort: () => void;
  };
}

/**
 * Round after round, until every delivery is final or uncertain, or the halt says stop. A round ends when nobody may
 * start: then readers who came back are `pending` again, or only deferred ones are left, and the next round begins when
 * the first is due. Who needs SMTPUTF8 and met a relay without it was set aside: the next round has only the relays
 * that may offer it, a standby too. When none of those is left in the run, it stops, and they stay `pending`. `readers`
 * is how many are about to get a message. Throws the store's fault, and bugs; nothing of a round is left behind.
 */
export async function runRounds(parts: RoundsParts, readers: number): Promise<void> {
  const { store, mailing, clock, queue, halt } = parts;
  const threads = threadsOf(parts, readers);
  const missed = (message: string) => queue.push({ type: "thread-missing", message });
  await using presses = await openMailingPresses(parts, threads, missed);
  await using ledger = await openLedger(store, threads.ledger, missed);
  const shared = await sharedBySlots(parts, ledger);
  const lanes = openLanes(parts, presses, shared.turnstile);
  let told: number | undefined;
  let setAside = new Set<number>();
  for (let rounds = 0; !halt.signal.aborted; rounds += 1) {
    const { pending, deferred } = await countDeliveries(store, mailing.id);
    if (pending + deferred === 0) return;
    const able = lanes.mayOfferUtf8;
    const isStuck = setAside.size > 0 && able.length === 0 && pending <= setAside.size;
    if (isStuck && deferred === 0) return halt.stop(lanes.nobodyForUtf8(pending));
    if (pending === 0 || isStuck) {
      const until = await nextDue(parts);
      if (until > clock.now()) {
        if (until !== told) queue.push({ type: "waiting", deferred, until });
        told = until;
        // In small steps, because a clock may be set and a machine may sleep meanwhile.
        await wait(Math.min(until - clock.now(), longestNapMs), halt.signal);
        continue;
      }
    }
    // Also for the deferred: a pile passes a reader whose intent a clock that was set back did not allow yet.
    if (rounds > 0) shared.turnstile.restart();
    const before = shared.ledger.moves;
    const round = new AbortController();
    const ways = setAside.size > 0 && able.length > 0 ? able : lanes.open;
    setAside = new Set();
    const ofRound = { round, setAside, mayOfferUtf8: () => lanes.all.some(mayOfferUtf8) };
    // A slot opens a session before it asks for its reader: no more of them than there are readers.
    const most = pending + deferred;
    const slots = ways.flatMap((lane) =>
      Array.from({ length: Math.min(slotsOf(lane.relay), most) }, () =>
        understood(parts, { ...shared, ...lane, ...ofRound }, lanes, lane),
      ),
    );
    for (const slot of await Promise.allSettled(slots)) if (slot.status === "rejected") throw slot.reason;
    if (shared.ledger.moves === before) await wait(idleMs, halt.signal);
  }
}

const longestNapMs = 60_000;
/** After a round in which nobody started: what kept them is not over at once, and nothing else keeps rounds apart. */
const idleMs = 1_000;

/** RFC 5321 section 4.5.3.2.7 gives us five minutes; many relays hang up much sooner. */
const idleSessionMs = minuteMs;

/** When the first deferred reader is due. After the clock was set back nobody waits until it is there again. */
async function nextDue({ store, mailing, options, clock }: RoundsParts): Promise<Instant> {
  const due = await dueTimes(store, mailing.id);
  if (due === undefined) return clock.now();
  const latest = clock.now() + longestBackoffMs(options.retry.stepsMs);
  if (due.last > latest)
    await bringDueForward(store, { mailing: mailing.id, runner: options.runner, latest });
  return Math.min(due.first, latest);
}

function threadsOf({ options }: RoundsParts, readers: number): Threads {
  const { relays, signingKeys = [], threads: asked, cores = 1 } = options;
  const transports = relays.map(({ transport }) => transport);
  const connections = relays.reduce((sum, relay) => sum + relay.connections, 0);
  const slots = mostInFlight(relays, readers);
  const signed = signingKeys.length > 0;
  return threadsFor({ asked, cores, signed, transports, connections, slots, readers });
}

/** What makes the messages, in this thread or in others. */
async function openMailingPresses(
  { store, mailing, options }: RoundsParts,
  threads: Threads,
  missed: (message: string) => void,
): Promise<Presses> {
  const { relays, signingKeys = [] } = options;
  const { issue, list, only, date, sender } = mailing;
  const names = { issue, list, date, ...(only === undefined ? {} : { only }) };
  const editions = await editionsToSend(store, mailing.id);
  const transports = relays.map(({ transport }) => transport);
  const key = await linkKey(store);
  return openPresses({ editions, sender, names, key, signingKeys }, transports, threads.press, missed);
}

type SharedWork = Omit<SlotWork, keyof Lane | "round" | "setAside" | "mayOfferUtf8"> & {
  readonly ledger: LedgerWriter;
};

async function sharedBySlots(parts: RoundsParts, own: Ledger): Promise<SharedWork> {
  const { store, mailing, options, clock, queue, progress, halt } = parts;
  const counts = await countDeliveries(store, mailing.id);
  const turnstile = await openTurnstile({
    store,
    mailing: mailing.id,
    clock,
    rules: options.pace,
    relays: options.relays.map(({ name }) => name),
    usedUp: (usedUp) => queue.push({ type: "pace-used-up", ...usedUp }),
    changed: (change) => queue.push({ type: "pace-changed", ...change }),
  });
  const ledger = new LedgerWriter({
    ledger: own,
    slots: mostInFlight(options.relays, mailing.recipients),
    mailing: mailing.id,
    runner: options.runner,
    clock,
    turnstile,
    counts,
    changed: () => progress(ledger.counts),
    busy: () => queue.push({ type: "store-busy" }),
    halted: (status) => halt.stop({ status }),
  });
  return {
    ledger,
    turnstile,
    retry: options.retry,
    clock,
    random: options.random ?? Math.random,
    idleMs: options.idleMs ?? idleSessionMs,
  };
}

function openLanes(
  { options, clock, queue, halt }: RoundsParts,
  presses: Presses,
  turnstile: Turnstile,
): Lanes {
  return new Lanes({
    relays: options.relays,
    press: ({ transport }) => presses.of(transport),
    waitsMs: ({ name }) => turnstile.relayWaitsMs(name),
    clock,
    stepsMs: options.relayStepsMs ?? relayStepsMs,
    acceptBounces: options.acceptBounces === true,
    signal: halt.signal,
    tell: (event) => queue.push(event),
    stop: halt.stop,
  });
}

/**
 * A slot whose faults are understood: after one of the store, or a bug, nobody starts any more, and it is thrown on.
 */
async function understood({ halt }: RoundsParts, work: SlotWork, lanes: Lanes, lane: Lane): Promise<void> {
  try {
    await runSlot(work);
  } catch (fault) {
    if (isDeadThread(fault)) return halt.stop(brokenThread(fault));
    if (fault instanceof RelayFault) return lanes.takeOut(lane, fault);
    if (fault instanceof LeaseLost) return halt.stop({ status: "lost" });
    halt.abort();
    throw fault;
  }
}

function isDeadThread(fault: unknown): fault is LetterpressError {
  return fault instanceof LetterpressError && [threadDied, ledgerThreadDied].includes(fault.code);
}

/** Not the relay's doing, and whatever relays are left: none gets a session any more, or nothing is recorded. */
function brokenThread({ message, remedy }: LetterpressError): Cut {
  return { status: "stopped", message, remedy, permanent: true, because: "fault" };
}
