import type { Clock, Instant } from "../../base/clock.ts";
import type { RelayFault } from "../../transport/transport.ts";
import type { Verdict } from "./breaker.ts";
import { type Lane, openLane, type RunRelay } from "./lane.ts";
import type { Press } from "../press/press.ts";
import type { RunEnd, RunEvent } from "../run-event.ts";
import { Shares } from "./shares.ts";

/** Why a relay takes no part in a run any more. */
interface Absence {
  readonly message: string;
  readonly remedy: string;
  /** It is no use to try again before a person has mended it. */
  readonly permanent: boolean;
  /** What a person has to look at; the relay without it. */
  readonly because?: Verdict["because"];
}

/**
 * The relays of a run, and what becomes of one in trouble. In a lane a relay is
 *
 *   working -> in trouble -> working, or -> out; or at once: working -> out
 *
 * working It takes its share of the readers. in trouble It cannot be reached, or hangs up. Its door waits and tries
 * again in growing steps; whom it had not finished is
 *             `pending` again, and the others take them. The first session that opens makes it work again.
 * out Its steps are used up; or the fault is one that waiting does not mend, such as a refused login; or its breaker
 *             (breaker.ts) says so. It starts nothing more in this run, and finishes what is in flight.
 *
 * Nothing of that is in the ledger: a reader is taken by one slot at a time, whichever lane that is in, and who is
 * `uncertain` through one relay is not sent through another. The run stops when all are out, or when a breaker says
 * that no relay could help. The next run begins with all of them.
 */
export class Lanes {
  readonly all: readonly Lane[];
  readonly #ways = new Map<Lane, AbortController>();
  readonly #absent = new Map<Lane, Absence>();
  readonly #inTrouble = new Set<Lane>();
  readonly #tell: (event: RunEvent) => void;
  readonly #stop: (cut: Extract<RunEnd, { status: "stopped" }>) => void;

  constructor(parts: {
    readonly relays: readonly RunRelay[];
    readonly press: (relay: RunRelay) => Press;
    /** For how many ms the relay's own pace lets nobody through. */
    readonly waitsMs: (relay: RunRelay) => number;
    readonly clock: Clock;
    readonly stepsMs: readonly number[];
    readonly acceptBounces: boolean;
    /** The run's: aborted, no lane starts anything. */
    readonly signal: AbortSignal;
    readonly tell: (event: RunEvent) => void;
    readonly stop: (cut: Extract<RunEnd, { status: "stopped" }>) => void;
  }) {
    const { relays, press, waitsMs, clock, stepsMs, acceptBounces, signal, tell, stop } = parts;
    this.#tell = tell;
    this.#stop = stop;
    const shares = new Shares(clock);
    this.all = relays.map((relay) => {
      const way = new AbortController();
      const lane: Lane = openLane({
        relay,
        press: press(relay),
        share: shares.share(relay.weight ?? 1, () => waitsMs(relay)),
        clock,
        stepsMs,
        acceptBounces,
        alone: relays.length === 1,
        signal: AbortSignal.any([signal, way.signal]),
        hears: {
          trouble: (fault, retryAt) => this.#trouble(lane, fault, retryAt),
          opened: () => this.#opened(lane),
          verdict: (verdict) => this.#verdict(lane, verdict),
        },
      });
      this.#ways.set(lane, way);
      return lane;
    });
  }

  /** Those that are not out. */
  get open(): readonly Lane[] {
    return this.all.filter((lane) => !this.#absent.has(lane));
  }

  /** Those of them that offer SMTPUTF8, or have not been asked yet. */
  get mayOfferUtf8(): readonly Lane[] {
    return this.open.filter(mayOfferUtf8);
  }

  /** Why so many readers who need SMTPUTF8 are left: who may offer it is out of the run. */
  nobodyForUtf8(readers: number): Extract<RunEnd, { status: "stopped" }> {
    const absences = this.all.filter(mayOfferUtf8).flatMap((lane) => this.#absent.get(lane) ?? []);
    const each = absences.map(({ message, remedy }) => `\n  ${message} ${remedy}`).join("");
    const who = readers === 1 ? "1 reader needs" : `${readers} readers need`;
    return {
      status: "stopped",
      message: `${who} a relay that offers SMTPUTF8, because of letters beyond ASCII before the @, and those that may offer it are out of this run:${each}`,
      remedy:
        "\nSend again when one of them works; a send through the others alone (--relay) skips these readers.",
      permanent: absences.every(({ permanent }) => permanent),
      because: "relay",
    };
  }

  /** Takes a relay out of the run, once, and ends the run when it was the last one. */
  takeOut(lane: Lane, absence: Absence): void {
    if (this.#absent.has(lane)) return;
    this.#absent.set(lane, absence);
    lane.share.works(false);
    this.#ways.get(lane)?.abort();
    const left = this.open.map(({ relay }) => relay.name);
    const { message, remedy } = absence;
    if (left.length === 0) this.#stop(this.#nobodyLeft());
    else this.#tell({ type: "relay-out", relay: lane.relay.name, message, remedy, left });
  }

  #trouble(lane: Lane, fault: RelayFault, retryAt: Instant): void {
    this.#inTrouble.add(lane);
    lane.share.works(false);
    const left = this.open.filter((one) => !this.#inTrouble.has(one)).map(({ relay }) => relay.name);
    this.#tell({ type: "relay-trouble", relay: lane.relay.name, message: fault.message, retryAt, left });
  }

  #opened(lane: Lane): void {
    if (!this.#inTrouble.delete(lane)) return;
    lane.share.works(true);
    this.#tell({ type: "relay-back", relay: lane.relay.name });
  }

  #verdict(lane: Lane, { says, stops, because }: Verdict): void {
    const message = `The relay ${lane.relay.transport.name} ${says}`;
    const remedy = because === "list" ? lookAtTheList[stops] : askForIt;
    if (stops === "relay") this.takeOut(lane, { message, remedy, permanent: true, because });
    else {
      const forAll = because === "list" || this.all.length === 1 ? "" : `${noOther} `;
      this.#stop({ status: "stopped", message, remedy: `${forAll}${remedy}`, permanent: true, because });
    }
  }

  #nobodyLeft(): Extract<RunEnd, { status: "stopped" }> {
    const absences = [...this.#absent.values()];
    const [only, ...others] = absences;
    const permanent = absences.every((one) => one.permanent);
    if (only !== undefined && others.length === 0) {
      const { message, remedy, because = "relay" } = only;
      return { status: "stopped", message, remedy, permanent, because };
    }
    const each = absences.map(({ message, remedy }) => `\n  ${message} ${remedy}`).join("");
    const remedy = "\nSend again when one of them works.";
    const because = absences.every((one) => one.because === "list") ? "list" : "relay";
    return { status: "stopped", message: `No relay is left:${each}`, remedy, permanent, because };
  }
}

/** Whether the relay takes addresses that need SMTPUTF8, as far as is known. */
export function mayOfferUtf8({ door }: Lane): boolean {
  return door.offersUtf8 !== false;
}

const askForIt = "Ask whoever runs the relay.";
const lookAtTheList: Readonly<Record<Verdict["stops"], string>> = {
  relay:
    "Either it is not the relay for these readers, or the list is a wrong one or very old: look at both before you go on.",
  mailing:
    "The list is old, or another one, and each further message to such an address harms the newsletter's name. Look at the list first; to send to the others all the same, go on with --accept-bounces.",
};
const noOther = "Another relay would hardly answer otherwise, so the mailing stops.";
