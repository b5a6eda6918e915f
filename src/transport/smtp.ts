import type { Relay } from "../model/relay.ts";
import { relayFault } from "./relay-fault.ts";
import { askExtensions, type Connected, connectTo } from "./smtp-connection.ts";
import { SmtpSession } from "./smtp-session.ts";
import type { Session, Transport } from "./transport.ts";

/**
 * Hands messages to an SMTP relay. nodemailer finds the host, connects, upgrades to TLS and logs in; then our session
 * takes the socket over, because only who owns DATA knows on which side of the final dot a link was lost.
 */
export function smtpTransport(relay: Relay): Transport {
  return {
    name: `${relay.name} (${relay.host}:${relay.port})`,
    relay,
    open: (signal) => openSession(relay, signal),
  };
}

/** The conversation begins with nodemailer and ends with ours, which may ask once more what the relay offers. */
async function openSession(relay: Relay, signal: AbortSignal | undefined): Promise<Session> {
  const connected = await connectTo(relay, signal);
  const { link } = connected;
  const giveUp = () => link.lose("Given up");
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted === true) giveUp();
  const extensions = await extensionsOf(connected, relay);
  signal?.removeEventListener("abort", giveUp);
  if (link.lost !== undefined) throw relayFault(relay, { code: "ECONNECTION", message: link.lost });
  return new SmtpSession(link, extensions, relay.timeouts, relay.depth);
}

/** What nodemailer keeps of the answer to EHLO lacks CHUNKING, so the relay is asked again when that matters. */
async function extensionsOf(connected: Connected, relay: Relay): Promise<readonly string[]> {
  const { knownExtensions } = connected;
  if (relay.depth === 1) return knownExtensions;
  const lines = await askExtensions(connected, relay);
  return lines?.map((line) => (line.split(" ")[0] ?? "").toUpperCase()) ?? knownExtensions;
}
