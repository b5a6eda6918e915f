import { type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { type Running, until } from "./newsletter.ts";

export interface HeldRelay extends AsyncDisposable {
  readonly server: ScriptedServer;
  /** From now on it answers for every message. */
  goOn(): void;
}

/**
 * A relay that takes a few messages and answers for no other one before it is told to: a sender is in the middle of its
 * mailing, whatever a test does meanwhile and however long that takes. `kept` also has the messages without an answer.
 */
export async function heldRelay(few: number, afterMs = 5): Promise<HeldRelay> {
  const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
  const server = await startScriptedServer({
    dot: ({ message }) => (message > few ? { until, afterMs } : { afterMs }),
  });
  return { server, goOn, [Symbol.asyncDispose]: () => server.close() };
}

/** Asks the sender to stop, and lets the relay go on when it has heard. */
export async function stopped(sender: Running, relay: HeldRelay, signal: NodeJS.Signals = "SIGTERM") {
  sender.child.kill(signal);
  await until(() => sender.said().includes("Stopping:"));
  relay.goOn();
  return sender.finished;
}
