import type { Socket } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Relay } from "../model/relay.ts";
import type { ConnectFault } from "./connect-fault.ts";
import { loginData, offersLogin, tokenLogin } from "./login.ts";
import { relayFault } from "./relay-fault.ts";
import { SmtpLink } from "./smtp-link.ts";
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

/**
 * connect -> (tls) -> greeting -> ehlo -> (starttls -> tls -> ehlo) -> (auth) -> ours -> (ehlo). Every step has its
 * timeout and the whole has the sum of them, so that dripping bytes cannot hold it. A fault anywhere destroys the
 * socket.
 */
async function openSession(relay: Relay, signal: AbortSignal | undefined): Promise<Session> {
  const { connection, link } = await connected(relay, signal);
  const giveUp = () => link.lose("Given up");
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted === true) giveUp();
  const extensions = await extensionsOf(connection, link, relay);
  signal?.removeEventListener("abort", giveUp);
  if (link.lost !== undefined) throw relayFault(relay, { code: "ECONNECTION", message: link.lost });
  return new SmtpSession(link, extensions, relay.timeouts, relay.depth);
}

interface Connected {
  readonly connection: SMTPConnection;
  readonly link: SmtpLink;
}

function connected(relay: Relay, signal: AbortSignal | undefined): Promise<Connected> {
  const connection = new SMTPConnection(connectOptions(relay));
  return new Promise((resolve, reject) => {
    let settled = false;
    const timers: NodeJS.Timeout[] = [];

    function settle(fault?: ConnectFault): void {
      if (settled) return;
      settled = true;
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      if (fault !== undefined) {
        reject(relayFault(relay, fault));
        letGo(connection);
        return;
      }
      // In the same tick as the last reply, or bytes that follow it would reach nobody.
      const link = takeOver(connection);
      if (link !== undefined) resolve({ connection, link });
      else reject(relayFault(relay, { code: "ECONNECTION", message: "Connection closed" }));
    }

    function giveUp(): void {
      settle({ code: "ECONNECTION", message: "Given up" });
    }

    if (signal?.aborted === true) return giveUp();
    signal?.addEventListener("abort", giveUp, { once: true });
    // Stays for the life of the socket: nodemailer keeps listening for its end, and an error nobody hears would throw.
    connection.on("error", (fault: ConnectFault) => settle(fault));
    connection.on("end", () => settle({ code: "ECONNECTION", message: "Connection closed" }));
    timers.push(
      setTimeout(() => {
        if (connection.stage === "init") settle({ code: "ETIMEDOUT", timeoutType: "CONNECT_TIMEOUT" });
      }, relay.timeouts.connectMs),
      setTimeout(() => settle({ code: "ETIMEDOUT", timeoutType: "SESSION_TIMEOUT" }), openingMs(relay)),
    );
    connection.connect((fault) => {
      if (fault !== undefined && fault !== null) return settle(fault);
      if (relay.auth === undefined) return settle();
      // Without this check nodemailer would send the password to a relay that never asked for one.
      if (!connection.allowsAuth) return settle({ code: "ENOAUTH" });
      const { auth } = relay;
      if (auth.method !== undefined && !offersLogin(connection, auth.method))
        return settle({ code: "ENOAUTH" });
      connection.login(loginData(auth), (refused) => settle(refused ?? undefined));
    });
  });
}

function connectOptions(relay: Relay): SMTPConnection.Options {
  const { auth, helo, localAddress } = relay;
  const { connectMs, greetingMs, commandMs } = relay.timeouts;
  const { servername, ...certificates } = relay.tls ?? {};
  return {
    host: relay.host,
    port: relay.port,
    secure: relay.security === "tls",
    requireTLS: relay.security === "starttls",
    ignoreTLS: relay.security === "none",
    // nodemailer counts connecting, greeting and upgrading together; connecting alone has a timer above.
    connectionTimeout: connectMs + greetingMs,
    greetingTimeout: greetingMs,
    dnsTimeout: connectMs,
    socketTimeout: commandMs,
    maxResponseSize: 64 * 1024,
    logger: false,
    ...(helo === undefined ? {} : { name: helo }),
    ...(localAddress === undefined ? {} : { localAddress }),
    ...(servername === undefined ? {} : { servername }),
    tls: certificates,
    ...(auth?.method === "xoauth2" ? { customAuth: { XOAUTH2: tokenLogin(auth) } } : {}),
  };
}

function openingMs({ timeouts }: Relay): number {
  return timeouts.connectMs + timeouts.greetingMs + 2 * timeouts.commandMs;
}

/**
 * `_socket` and `_supportedExtensions` are nodemailer's own names without a promise: a test holds the hand-over, and
 * package.json the version. Its listeners for `error`, `end` and `close` stay, they only clean up.
 */
function takeOver(connection: SMTPConnection): SmtpLink | undefined {
  const socket = connection._socket as Socket | false | null;
  if (!socket || socket.destroyed) return undefined;
  socket.removeAllListeners("data");
  socket.removeAllListeners("timeout");
  return new SmtpLink(socket);
}

/** What nodemailer keeps of the answer to EHLO lacks CHUNKING, so the relay is asked again when that matters. */
async function extensionsOf(
  connection: SMTPConnection,
  link: SmtpLink,
  relay: Relay,
): Promise<readonly string[]> {
  const { _supportedExtensions: known } = connection as unknown as { _supportedExtensions: string[] };
  if (relay.depth === 1) return known;
  const { commandMs } = relay.timeouts;
  link.write(`EHLO ${(connection as unknown as { name: string }).name}\r\n`);
  const reply = await link.reply(commandMs, `there was no answer to EHLO within ${commandMs} ms`);
  if (reply === undefined || reply.code >= 300) return known;
  return reply.lines.slice(1).map((line) => (line.split(" ")[0] ?? "").toUpperCase());
}

function letGo(connection: SMTPConnection): void {
  const socket = connection._socket;
  connection.close();
  if (socket) socket.destroy();
}
