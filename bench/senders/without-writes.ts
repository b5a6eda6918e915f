import { systemClock } from "../../src/base/clock.ts";
import { openTurnstile } from "../../src/delivery/pace/open-turnstile.ts";
import { openPresses } from "../../src/delivery/press/presses.ts";
import { slotsOf } from "../../src/delivery/relays/lane.ts";
import { Lanes } from "../../src/delivery/relays/lanes.ts";
import { relayStepsMs } from "../../src/delivery/relays/session-door.ts";
import { runSlot, type SlotWork } from "../../src/delivery/slot.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { list } from "../material.ts";
import { withFrozenMailing } from "./frozen-mailing.ts";
import { measured } from "./job.ts";
import { sinkRelay } from "./sink-relay.ts";
import { storedReaders } from "./stored-readers.ts";

/**
 * Letterpress with its slots, turns, pace and breaker, whose readers come from the store a page at a time; only intents
 * and outcomes are written nowhere. What these writes cost is the difference to letterpress.ts. In one thread.
 */
await measured((job, timed) =>
  withFrozenMailing(job, async (store, mailing) => {
    const { edition, sender, connections, depth } = job;
    const { name, ...relay } = sinkRelay(job);
    const transport = smtpTransport({ name, ...relay });
    const signal = new AbortController().signal;
    const fail = (what: unknown): never => {
      throw new Error(JSON.stringify(what));
    };
    await timed(async () => {
      const names = { issue: "bench", list, date: Date.now() };
      const work = { editions: [edition], sender, names, key: "key", signingKeys: job.keys };
      await using presses = openPresses(work, [transport], 0, () => undefined);
      const turnstile = await openTurnstile({
        store,
        mailing: mailing.id,
        clock: systemClock,
        rules: {},
        relays: [name],
        usedUp: fail,
        changed: fail,
      });
      const lanes = new Lanes({
        relays: [{ name, transport, connections, depth }],
        press: () => presses.of(transport),
        waitsMs: () => turnstile.relayWaitsMs(name),
        clock: systemClock,
        stepsMs: relayStepsMs,
        acceptBounces: false,
        signal,
        tell: () => undefined,
        stop: fail,
      });
      const readerOf = storedReaders(store, edition.variant);
      const ledger: SlotWork["ledger"] = {
        async exchange(settled, pass) {
          if (settled !== undefined && settled.state !== "submitted") fail(settled);
          return pass && (await readerOf(pass.subscriber));
        },
      };
      const shared = {
        ledger,
        turnstile,
        retry: { stepsMs: [1000], giveUpMs: 1000 },
        clock: systemClock,
        random: Math.random,
        idleMs: 60_000,
        round: new AbortController(),
        setAside: new Set<number>(),
        mayOfferUtf8: () => false,
      };
      const slots = lanes.all.flatMap((lane) =>
        Array.from({ length: slotsOf(lane.relay) }, () => runSlot({ ...shared, ...lane })),
      );
      await Promise.all(slots);
    });
  }),
);
