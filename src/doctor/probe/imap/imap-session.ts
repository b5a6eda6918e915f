import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { faultText, LetterpressError } from "../../../base/errors.ts";
import { printable } from "../../../base/printable.ts";
import type { Mailbox } from "../../../model/mailbox.ts";
import { type ImapLine, imapLines } from "./imap-lines.ts";

/**
 * A connection to a mailbox, which is only read: no mail in it is marked as seen. One command at a time:
 *
 *   connect -> (tls) -> greeting -> (STARTTLS -> tls) -> CAPABILITY -> login -> commands -> LOGOUT
 *
 * Every line has its time, and every answer as a whole, so that a server that only keeps talking is left, too; whatever
 * goes wrong throws a LetterpressError, which never holds the password.
 */
export class ImapSession implements AsyncDisposable {
  readonly #box: Mailbox;
  readonly #answerMs: number;
  /** When the answer to what was said last has to be complete, as performance.now() tells it. */
  #end: number;
  #socket: Socket;
  #read = imapLines();
  #waiter: { readonly done: (line: ImapLine) => void; readonly fail: (fault: Error) => void } | undefined;
  readonly #lines: ImapLine[] = [];
  #fault: Error | undefined;
  #count = 0;

  private constructor(box: Mailbox, socket: Socket, answerMs: number) {
    this.#box = box;
    this.#answerMs = answerMs;
    this.#end = performance.now() + answerMs;
    this.#socket = socket;
    this.#listen();
  }

  /** `answerMs`: how long the whole answer to a command may take. */
  static async open(box: Mailbox, answerMs = usualAnswerMs): Promise<ImapSession> {
    const { host, port, security } = box;
    const socket =
      security === "tls" ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
    const session = new ImapSession(box, socket, answerMs);
    try {
      const greeting = await session.#next();
      if (!/^\* (?:OK|PREAUTH)\b/i.test(greeting.text))
        throw session.#refused("turned us away", greeting.text);
      if (security === "starttls") await session.#upgrade();
      if (!/^\* PREAUTH/i.test(greeting.text)) await session.#login();
      return session;
    } catch (fault) {
      session.#socket.destroy();
      throw fault;
    }
  }

  /** The responses to a command, without the last one; throws when that is not OK. */
  async command(text: string): Promise<readonly ImapLine[]> {
    const tag = this.#send(text);
    const { lines, status, last } = await this.#until(tag);
    if (status === "OK") return lines;
    throw this.#refused(`does not do what it was asked (${text.split(" ")[0]})`, last);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fault === undefined) await this.command("LOGOUT").catch(() => undefined);
    this.#socket.destroy();
  }

  async #upgrade(): Promise<void> {
    await this.command("STARTTLS");
    this.#socket.removeAllListeners();
    // What came before the encryption may be anybody's (CVE-2021-38371 and its kin).
    this.#lines.length = 0;
    this.#read = imapLines();
    this.#socket = connectTls({ socket: this.#socket, servername: this.#box.host });
    this.#listen();
  }

  async #login(): Promise<void> {
    const offered = (await this.command("CAPABILITY")).map(({ text }) => text.toUpperCase()).join(" ");
    const { user, password } = this.#box;
    const isPlain = /\bAUTH=PLAIN\b/.test(offered);
    const tag = this.#send(
      isPlain ? "AUTHENTICATE PLAIN" : `LOGIN ${quotedString(user)} ${quotedString(password)}`,
    );
    const first = isPlain ? await this.#nextTagged() : undefined;
    if (first?.text.startsWith("+") === true)
      this.#socket.write(`${Buffer.from(`\0${user}\0${password}`).toString("base64")}\r\n`);
    const answered = first?.text.startsWith(`${tag} `) === true;
    const { status, last } = answered ? resultOf(tag, first) : await this.#until(tag);
    if (status !== "OK")
      throw this.#refused(`does not accept the user "${user}" with the password it was given`, last);
  }

  #send(text: string): string {
    this.#count += 1;
    const tag = `a${this.#count}`;
    this.#end = performance.now() + this.#answerMs;
    this.#socket.write(`${tag} ${text}\r\n`);
    return tag;
  }

  async #until(tag: string): Promise<{ lines: readonly ImapLine[]; status: string; last: string }> {
    const lines: ImapLine[] = [];
    for (;;) {
      const line = await this.#next();
      if (line.text.startsWith(`${tag} `)) return { lines, ...resultOf(tag, line) };
      lines.push(line);
      if (lines.length > mostLines) this.#fail(new Error("the answer has no end"));
    }
  }

  /** Past what a server may say between, unasked (RFC 9051 section 7). */
  async #nextTagged(): Promise<ImapLine> {
    for (;;) {
      const line = await this.#next();
      if (!line.text.startsWith("* ")) return line;
    }
  }

  #next(): Promise<ImapLine> {
    const leftMs = this.#end - performance.now();
    if (leftMs <= 0) this.#fail(late());
    const line = this.#fault === undefined ? this.#lines.shift() : undefined;
    if (line !== undefined) return Promise.resolve(line);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(late()), Math.max(0, Math.min(leftMs, patienceMs)));
      const end = () => {
        clearTimeout(timer);
        this.#waiter = undefined;
      };
      this.#waiter = {
        done: (found) => {
          end();
          resolve(found);
        },
        fail: (fault) => {
          end();
          reject(this.#unreachable(fault));
        },
      };
      if (this.#fault !== undefined) this.#waiter.fail(this.#fault);
    });
  }

  #listen(): void {
    this.#socket.on("data", (chunk: Buffer) => {
      try {
        this.#lines.push(...this.#read(chunk));
      } catch (fault) {
        this.#fail(fault instanceof Error ? fault : new Error(String(fault)));
      }
      const line = this.#waiter === undefined ? undefined : this.#lines.shift();
      if (line !== undefined) this.#waiter?.done(line);
    });
    this.#socket.on("error", (fault) => this.#fail(fault));
    this.#socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  #fail(fault: Error): void {
    this.#fault ??= fault;
    this.#socket.destroy();
    this.#waiter?.fail(this.#fault);
  }

  #unreachable(fault: Error): LetterpressError {
    const { host, port } = this.#box;
    return new LetterpressError(
      "doctor/imap",
      `The mailbox at ${host}:${port} cannot be read: ${faultText(fault)}.`,
      "Check probe.imap in letterpress.yaml: host, port (993 with security tls, 143 with starttls) and the server's certificate.",
    );
  }

  #refused(what: string, said: string): LetterpressError {
    const { host, port, user, password } = this.#box;
    const safe = secretForms(user, password).reduce((text, form) => text.replaceAll(form, "•••"), said);
    return new LetterpressError(
      "doctor/imap",
      `The mailbox at ${host}:${port} ${what} (it said "${printable(safe).slice(0, 200)}").`,
      "Check probe.imap in letterpress.yaml. Gmail and others want an app password here, and IMAP switched on.",
    );
  }
}

function resultOf(tag: string, { text }: ImapLine): { status: string; last: string } {
  const last = text.slice(tag.length + 1);
  return { status: (last.split(" ")[0] ?? "").toUpperCase(), last };
}

/**
 * Every form in which the password goes over the line, as a server may say it back ("BAD cannot parse: …"): as it is,
 * quoted, encoded, and each as its bytes read in Latin-1, as answers are.
 */
function secretForms(user: string, password: string): readonly string[] {
  const quoted = quotedString(password);
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  const forms = [encoded(`\0${user}\0${password}`), encoded(password), quoted, quoted.slice(1, -1), password];
  return forms
    .flatMap((form) => [form, Buffer.from(form).toString("latin1")])
    .filter((form) => form !== "")
    .toSorted((one, other) => other.length - one.length);
}

/** RFC 9051 section 4.3. Nobody's line may end in the middle of it. */
export function quotedString(text: string): string {
  return `"${text.replace(/[\r\n\0]/g, "").replace(/["\\]/g, "\\$&")}"`;
}

function late(): Error {
  return new Error("there was no answer in time");
}

const patienceMs = 15_000;
/** A large mail on a slow line comes in it. */
const usualAnswerMs = 60_000;
/** More folders or mails than anybody has. */
const mostLines = 10_000;
