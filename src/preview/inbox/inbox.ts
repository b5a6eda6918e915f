import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { parseAddress } from "../../base/address.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import { inboxWords } from "../../model/inbox-words.ts";
import { type ArrivedMail, type MailLimit, openMailFolder } from "./mail-folder.ts";

/** An inbox for every address there is, on this machine. */
export interface Inbox extends AsyncDisposable {
  /** Where it takes mail over SMTP, on 127.0.0.1, without TLS and without a password. */
  readonly port: number;
  readonly folder: string;
  /** In the order of arrival, with those of earlier runs. */
  readonly mails: readonly ArrivedMail[];
  count(): number;
  /** The bytes as they came; undefined for an id that is not in `mails`. */
  read(id: string): Promise<Buffer | undefined>;
  /** Deletes mails for good; an id that is not in `mails` is passed over. */
  remove(ids: readonly string[]): Promise<void>;
  /** Calls the listener after each mail is safe on the disk, before the sender hears so. Returns what ends it. */
  onArrival(listener: (mail: ArrivedMail) => void): () => void;
  /** Ends every connection at once. A mail in transfer is not kept, and its sender knows. */
  close(): Promise<void>;
}

/**
 * Starts the SMTP server of `letterpress demo` and of the studio. Every message is written to `folder` before it is
 * answered with 250 (`openMailFolder` says how). Messages over 25 MB get 552, a disk that refuses gets 4xx. `port` 0 is
 * any free port. With a `limit` the oldest mails go when there are more. Throws LetterpressError when the folder or the
 * port cannot be used.
 */
export async function startInbox(options: {
  readonly folder: string;
  readonly limit?: MailLimit;
  readonly port?: number;
  readonly clock?: Clock;
}): Promise<Inbox> {
  const { folder, limit, port = 0, clock = systemClock } = options;
  const kept = await openMailFolder(folder, clock, limit);
  const listeners = new Set<(mail: ArrivedMail) => void>();

  async function keep(stream: AsyncIterable<Buffer>, session: SMTPServerSession, isTooLarge: () => boolean) {
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : "",
      to: rcptTo.map(({ address }) => asSent(address)),
    };
    const mail = await kept.keep(stream, envelope, isTooLarge);
    if (mail === undefined)
      throw Object.assign(new Error("The message is larger than 25 MB"), { responseCode: 552 });
    for (const listener of listeners) listener(mail);
    return `${inboxWords.kept} ${mail.id}.eml`;
  }

  const server = new SMTPServer({
    size: mostBytes,
    banner: inboxWords.greeting,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    maxClients: 100,
    socketTimeout: 60_000,
    logger: false,
    onData(stream, session, done) {
      keep(stream, session, () => stream.sizeExceeded).then(
        (reply) => done(null, reply),
        (fault: unknown) => done(answerTo(fault)),
      );
    },
  });
  const sockets = openSockets(server);
  await listen(server, port);
  const close = () =>
    new Promise<void>((resolve) => {
      listeners.clear();
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    port: (server.server.address() as AddressInfo).port,
    folder,
    mails: kept.mails,
    count: () => kept.mails.length,
    read: kept.read,
    remove: kept.remove,
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The address as RCPT carried it: the server shows domains in Unicode, on the wire they are A-labels. */
function asSent(address: string): string {
  const parsed = parseAddress(address);
  return parsed.status === "valid" ? parsed.address.email : address;
}

function openSockets(server: SMTPServer): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Once it listens, an error is one client that went away, and the promise no longer hears it.
    server.on("error", (cause) =>
      reject(
        new LetterpressError(
          "preview/inbox-port",
          `The inbox cannot listen on port ${port} of this machine: ${faultText(cause)}.`,
          "Choose another port, or end the program that uses it.",
          { cause },
        ),
      ),
    );
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

/** A 4xx, unless the fault brings its own answer: the disk may be free again in a minute. */
function answerTo(fault: unknown): Error {
  if (fault instanceof Error && "responseCode" in fault) return fault;
  const isFull = systemCode(fault) === "ENOSPC";
  const reply = new Error(`The message could not be kept: ${faultText(fault)}`.replace(/[\r\n]+/g, " "));
  return Object.assign(reply, { responseCode: isFull ? 452 : 451 });
}

const mostBytes = 25 * 1024 * 1024;
