import type { Socket } from "node:net";
import { faultText } from "../base/errors.ts";
import { LazyTimer } from "./lazy-timer.ts";
import { type Reply, replyParser } from "./reply-parser.ts";

interface Waiter {
  readonly resolve: (reply: Reply | undefined) => void;
  readonly withinMs: number;
  readonly late: string;
}

/** A piece of a message that the socket has. */
export interface Given {
  /** The operating system has it now. */
  taken: boolean;
}

/**
 * One open connection as writes and whole replies. It never throws: when anything goes wrong (the other side closes,
 * the socket fails, a reply is not a reply, a wait takes too long) the socket is destroyed and `lost` says why. Replies
 * that arrived whole before that are still given out, because "421 closing" and the end of the link often come
 * together.
 *
 * Replies are given out in the order in which they were asked for, as the relay gives them in the order of the commands
 * (RFC 2920 section 3.2). The time of a wait runs from when it is the first in the row; that of what is written, from
 * when everything that was asked for before is answered. A relay that looks through one message may read nothing of the
 * next.
 */
export class SmtpLink {
  readonly #socket: Socket;
  readonly #parser = replyParser();
  readonly #replies: Reply[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #replyTimer = new LazyTimer(() => this.lose(this.#waiters[0]?.late ?? ""));
  readonly #writeTimer = new LazyTimer(() => this.lose(this.#tooSlow));
  readonly #deadline = new LazyTimer(() => this.lose(this.#overdue));
  #tooSlow = "";
  #tooSlowMs = 0;
  #overdue = "";
  #overdueMs = 0;
  /** How many answers are awaited to what was written before what is under way now. */
  #ahead = 0;
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

  /** Whether the relay has still to answer for something that was written. */
  get owes(): boolean {
    return this.#waiters.length > 0;
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

  /**
   * What is under way from now on has to be done within `ms`, or the link is lost, and `overdue` says why. Its time
   * begins when what is asked for already is answered: those waits have ends of their own, and none of them is cut
   * short.
   */
  expect(ms: number, overdue: string): void {
    this.#overdue = overdue;
    this.#overdueMs = ms;
    this.#ahead = this.#waiters.length;
    if (this.#ahead === 0) this.#beginTime();
  }

  /** It is done. */
  done(): void {
    this.#ahead = 0;
    this.#deadline.unset();
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

  /** Hands a piece of a message to the socket, for `taken` to wait for; one piece at a time. Not on a lost link. */
  give(bytes: Buffer): Given {
    const given: Given = { taken: false };
    if (this.#lost !== undefined) return given;
    this.#socket.write(bytes, (fault) => {
      given.taken = fault === undefined || fault === null;
      this.#wakeWriter?.();
    });
    return given;
  }

  /**
   * Waits until the operating system has taken a piece, so that memory and deadlines follow the reader's pace. True:
   * nobody reads its bytes any more. False when the link was lost, or when the relay said something unasked before
   * everything was taken. Most often everything is taken at once, and nobody has to wait; but not within `together`.
   */
  taken(given: Given, withinMs: number, late: string): boolean | Promise<boolean> {
    if (this.#lost !== undefined) return false;
    if (this.#socket.writableLength === 0 && this.#socket.errored === null && !this.#socket.destroyed)
      return !this.hasReply;
    return this.#untilTaken(() => given.taken, withinMs, late);
  }

  async #untilTaken(taken: () => boolean, withinMs: number, late: string): Promise<boolean> {
    this.#tooSlow = late;
    this.#tooSlowMs = withinMs;
    if (this.#ahead === 0) this.#writeTimer.set(withinMs);
    while (!taken() && !this.hasReply && this.#lost === undefined) {
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    }
    this.#writeTimer.unset();
    this.#wakeWriter = undefined;
    return taken() && !this.hasReply && this.#lost === undefined;
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
    this.#replyTimer.end();
    this.#writeTimer.end();
    this.#deadline.end();
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(undefined);
    this.#wakeWriter?.();
    this.#noticed();
  }

  #answered(): void {
    if (this.#ahead === 0) return;
    this.#ahead -= 1;
    if (this.#ahead === 0) this.#beginTime();
  }

  #beginTime(): void {
    if (this.#lost !== undefined) return;
    this.#deadline.set(this.#overdueMs);
    if (this.#wakeWriter !== undefined) this.#writeTimer.set(this.#tooSlowMs);
  }

  #startTimer(): void {
    const first = this.#waiters[0];
    if (first === undefined && this.#dismissal !== undefined) this.lose(this.#dismissal);
    if (this.#lost !== undefined) return;
    if (first === undefined) this.#replyTimer.unset();
    else if (this.#dismissal === undefined) this.#replyTimer.set(first.withinMs);
    else this.#replyTimer.set(Math.min(first.withinMs, goodbyeMs));
  }

  #read(chunk: Buffer): void {
    if (this.#lost !== undefined) return;
    const { replies, fault } = this.#parser.read(chunk);
    for (const reply of replies) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) this.#replies.push(reply);
      else {
        waiter.resolve(reply);
        this.#answered();
      }
    }
    if (fault !== undefined) this.lose(fault);
    else if (this.#replies.length > mostUnasked) this.lose("the relay talks on and on, unasked");
    else if (replies.length > 0) {
      this.#startTimer();
      if (!this.hasReply) return;
      this.#wakeWriter?.();
      this.#noticed();
    }
  }
}

/** One is enough to end a session; a relay that never stops must not fill the memory until somebody looks. */
const mostUnasked = 100;

/** How long a relay that leaves may take for what it still owes, in ms for each answer. */
const goodbyeMs = 2_000;
