import { standardTimeouts } from "../../model/relay.ts";
import { smtpTransport } from "../../transport/smtp.ts";
import type { Transport } from "../../transport/transport.ts";

/** The way to an inbox on this machine, over SMTP as to any relay. */
export function inboxTransport(port: number, connections = 1): Transport {
  return smtpTransport({
    name: "inbox",
    host: "127.0.0.1",
    port,
    security: "none",
    connections,
    depth: 1,
    timeouts: standardTimeouts,
  });
}
