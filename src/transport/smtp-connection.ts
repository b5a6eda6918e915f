import type { Socket } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Relay, RelayTls } from "../model/relay.ts";
import type { ConnectFault } from "./connect-fault.ts";
import { loginData, offersLogin, tokenLogin } from "./login.ts";
import { relayFault } from "./relay-fault.ts";
import { SmtpLink } from "./smtp-link.ts";

/** A connection that nodemailer has opened and that is ours from now on. */
export interface Connected {
  readonly link: SmtpLink;
  /** Nobody reads from it but the link; for what it says of its TLS. */
  readonly socket: Socket;
  /** What we called ourselves in EHLO. */
  readonly ownName: string;
  /** What nodemailer keeps of the answer to EHLO: CHUNKING is not among it. */
  readonly knownExtensions: readonly string[];
}

/** Only for who looks at a relay: nothing is handed over through such a connection. */
export interface TlsLook extends Pick<RelayTls, "rejectUnauthorized" | "minVersion"> {
  readonly maxVersion?: RelayTls["minVersion"];
}

/**
 * connect -> (tls) -> greeting -> ehlo -> (starttls -> tls -> ehlo) -> (auth) -> ours. Every step has its timeout and
 * the whole has the sum of them, so that dripping bytes cannot hold it. A fault anywhere destroys the socket and is
 * thrown as a RelayFault.
 */
export function connectTo(relay: Relay, signal?: AbortSignal, look: TlsLook = {}): Promise<Connected> {
  const connection = new SMTPConnection(connectOptions(relay, look));
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
      const ours = takeOver(connection);
      if (ours !== undefined) resolve(ours);
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

/** The lines of the answer to EHLO behind the first one, as the relay writes them; undefined when it gives none. */
export async function askExtensions(
  { link, ownName }: Connected,
  { timeouts: { commandMs } }: Relay,
): Promise<readonly string[] | undefined> {
  link.write(`EHLO ${ownName}\r\n`);
  const reply = await link.reply(commandMs, `there was no answer to EHLO within ${commandMs} ms`);
  return reply === undefined || reply.code >= 300 ? undefined : reply.lines.slice(1);
}

function connectOptions(relay: Relay, look: TlsLook): SMTPConnection.Options {
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
    tls: { ...certificates, ...look },
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
function takeOver(connection: SMTPConnection): Connected | undefined {
  const socket = connection._socket as Socket | false | null;
  if (!socket || socket.destroyed) return undefined;
  socket.removeAllListeners("data");
  socket.removeAllListeners("timeout");
  const { _supportedExtensions: knownExtensions, name: ownName } = connection as unknown as {
    readonly _supportedExtensions: readonly string[];
    readonly name: string;
  };
  return { link: new SmtpLink(socket), socket, ownName, knownExtensions };
}

function letGo(connection: SMTPConnection): void {
  const socket = connection._socket;
  connection.close();
  if (socket) socket.destroy();
}
