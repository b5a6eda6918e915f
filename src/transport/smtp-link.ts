import type { Socket } from "node:net";
import { faultText } from "../base/errors.ts";
import { type Reply, replyParser } from "./reply-parser.ts";

interface Waiter {
  readonly resolve: (reply: Reply | undefined) => void;
  readonly withinMs: number;
  readonly late: string;
}

/**
 * One open connection as writes and whole replies. It never throws: when anything goes wrong (the other side closes,
 * the socket fails, a reply is not a reply, a wait takes too long) the socket is destroyed and `lost` says why. Replies that
 * arrived whole before that are still given out, because "421 closing" and the end of the link often come together.
 *
 * Replies are given out in the order in which they were asked for, as the relay gives them in the order of the commands
 * (RFC 2920 section 3.2). The time of a wait runs from when it is the first in the row.
 */
export class SmtpLink {
  readonly #socket: Socket;
  readonly #parser = replyParser();
  readonly #replies: Reply[] = [];
  readonly #waiters: Waiter[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lost: string | undefined;
  #dismissal: string | undefined;
  #wakeWriter: (() => void) | undefined;
  #noticed: () => void = () => undefined;

  /** Takes the socket over: from here on nobody else may read from it. */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(0);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", (fault) => this.lose(faultText(fault)));
    socket.on("end", () => this.lose("the relay closed the connection"));
    socket.on("close", () => this.lose("the connection was closed"));
    if (socket.destroyed || socket.readableEnded) this.lose("the connection was closed");
  }

  /** Why the link is gone, as the end of a sentence; undefined while it is there. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /** True when the relay said something that nobody has asked for. */
  get hasReply(): boolean {
    return this.#replies.length > 0;
  }

  /** Calls back when the link is lost and when the relay says something unasked. */
  notice(noticed: () => void): void {
    this.#noticed = noticed;
  }

  /** Hands bytes to the socket and does not wait. Nothing is written on a lost link. */
  write(bytes: Buffer | string): void {
    if (this.#lost === undefined) this.#socket.write(bytes);
  }

  /** Whatever is written in `writing` leaves in one packet. */
  together<Result>(writing: () => Result): Result {
    this.#socket.cork();
    try {
      return writing();
    } finally {
      this.#socket.uncork();
    }
  }

  /**
   * Writes and waits until the operating system has taken the bytes, so that memory and deadlines follow the reader's
   * pace; one caller at a time. Returns false when the link was lost, or when the relay said something unasked before
   * everything was taken.
   */
  async deliver(bytes: Buffer, withinMs: number, late: string): Promise<boolean> {
    let taken = false;
    if (this.#lost !== undefined) return false;
    this.#socket.write(bytes, (fault) => {
      taken = fault === undefined || fault === null;
      this.#wakeWriter?.();
    });
    const timer = setTimeout(() => this.lose(late), withinMs);
    while (!taken && !this.hasReply && this.#lost === undefined) {
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    }
    clearTimeout(timer);
    this.#wakeWriter = undefined;
    return taken && !this.hasReply && this.#lost === undefined;
  }

  /** The next reply, or undefined when the link is lost or no whole reply came in time; `late` is the reason then. */
  reply(withinMs: number, late: string): Promise<Reply | undefined> {
    if (this.#waiters.length === 0 && (this.hasReply || this.#lost !== undefined))
      return Promise.resolve(this.#replies.shift());
    return new Promise((resolve) => {
      this.#waiters.push({ resolve, withinMs, late });
      if (this.#waiters.length === 1) this.#startTimer();
    });
  }

  /** A reply that is there already; undefined when there is none. */
  stray(): Reply | undefined {
    return this.#replies.shift();
  }

  /** True when the relay has said that it closes the connection: what it has not answered for, it has not taken. */
  get dismissed(): boolean {
    return this.#dismissal !== undefined;
  }

  /** The relay has said that it leaves: the link ends when those who wait have their answers, or soon. */
  dismiss(reason: string): void {
    this.#dismissal ??= reason;
    this.#startTimer();
  }

  /** Ends the link at once. The first reason stays. */
  lose(reason: string): void {
    if (this.#lost !== undefined) return;
    this.#lost = this.#dismissal ?? reason;
    this.#socket.destroy();
    clearTimeout(this.#timer);
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(undefined);
    this.#wakeWriter?.();
    this.#noticed();
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    const first = this.#waiters[0];
    if (first === undefined && this.#dismissal !== undefined) this.lose(this.#dismissal);
    if (first === undefined || this.#lost !== undefined) return;
    const withinMs = this.#dismissal === undefined ? first.withinMs : Math.min(first.withinMs, goodbyeMs);
    this.#timer = setTimeout(() => this.lose(first.late), withinMs);
  }

  #read(chunk: Buffer): void {
    if (this.#lost !== undefined) return;
    const { replies, fault } = this.#parser.read(chunk);
    for (const reply of replies) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) this.#replies.push(reply);
      else waiter.resolve(reply);
    }
    if (fault !== undefined) this.lose(fault);
    else if (replies.length > 0) {
      this.#startTimer();
      if (!this.hasReply) return;
      this.#wakeWriter?.();
      this.#noticed();
    }
  }
}

/** How long a relay that leaves may take for what it still owes, in ms for each answer. */
const goodbyeMs = 2_000;
