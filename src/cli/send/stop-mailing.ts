import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../base/clock.ts";
import type { Mailing } from "../../model/mailing.ts";
import { findMailingById, type Stopped, senderOf } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { isAlive, runnerWords } from "./runner.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Gives an order to stop, and waits until whoever sends has finished what is on its way. The order holds from the first
 * moment on: whoever has enough of waiting may leave. Returns the mailing as it is then.
 */
export async function stopMailing(
  terminal: Terminal,
  store: Store,
  mailing: Mailing,
  order: (
    store: Store,
    at: { readonly mailing: number; readonly now: number; readonly isAlive: typeof isAlive },
  ) => Promise<Stopped>,
): Promise<Stopped> {
  const give = () => order(store, { mailing: mailing.id, now: systemClock.now(), isAlive });
  const stopped = await give();
  if (stopped.status === "over" || stopped.by === undefined) return stopped;
  terminal.note(
    `No message starts any more. Waiting until ${runnerWords(stopped.by.runner)} has finished those on their way; the order stands, also if you end this with Ctrl-C.`,
  );
  const at = { mailing: mailing.id, isAlive };
  while ((await senderOf(store, { ...at, now: systemClock.now() })) !== undefined) await pause(pollMs);
  const then = await findMailingById(store, mailing.id);
  // Its sender has said how it ended, unless it died meanwhile.
  if (then === undefined || then.state === "finished") return { status: "over", mailing: then ?? mailing };
  return give();
}

const pollMs = 100;
