import type { Socket } from "node:net";
import { faultText } from "../base/errors.ts";
import { type Reply, replyParser } from "./reply-parser.ts";

/**
 * One open connection as writes and whole replies. It never throws: when anything goes wrong (the other side closes,
 * the socket fails, a reply is not a reply, a wait takes too long) the socket is destroyed and `lost` says why. Replies that
 * arrived whole before that are still given out, because "421 closing" and the end of the link often come together.
 * One caller waits at a time.
 */
export class SmtpLink {
  readonly #socket: Socket;
  readonly #parser = replyParser();
  readonly #replies: Reply[] = [];
  #lost: string | undefined;
  #wake: (() => void) | undefined;

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

  /** True when the relay said something that nobody has taken yet. */
  get hasReply(): boolean {
    return this.#replies.length > 0;
  }

  /** Hands bytes to the socket and does not wait. Nothing is written on a lost link. */
  write(bytes: Buffer | string): void {
    if (this.#lost === undefined) this.#socket.write(bytes);
  }

  /**
   * Writes and waits until the operating system has taken the bytes, so that memory and deadlines follow the reader's
   * pace. Returns false when the link was lost, or when the relay spoke up before everything was taken.
   */
  async deliver(bytes: Buffer, withinMs: number, late: string): Promise<boolean> {
    let taken = false;
    if (this.#lost !== undefined) return false;
    this.#socket.write(bytes, (fault) => {
      taken = fault === undefined || fault === null;
      this.#wake?.();
    });
    await this.#until(() => taken || this.hasReply, withinMs, late);
    return taken && !this.hasReply && this.#lost === undefined;
  }

  /** The next reply, or undefined when the link is lost or no whole reply came in time; `late` is the reason then. */
  async reply(withinMs: number, late: string): Promise<Reply | undefined> {
    await this.#until(() => this.hasReply, withinMs, late);
    return this.#replies.shift();
  }

  /** Ends the link at once. The first reason stays. */
  lose(reason: string): void {
    if (this.#lost !== undefined) return;
    this.#lost = reason;
    this.#socket.destroy();
    this.#wake?.();
  }

  async #until(done: () => boolean, withinMs: number, late: string): Promise<void> {
    if (done() || this.#lost !== undefined) return;
    const timer = setTimeout(() => this.lose(late), withinMs);
    while (!done() && this.#lost === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    clearTimeout(timer);
  }

  #read(chunk: Buffer): void {
    if (this.#lost !== undefined) return;
    const { replies, fault } = this.#parser.read(chunk);
    this.#replies.push(...replies);
    if (fault !== undefined) this.lose(fault);
    else if (replies.length > 0) this.#wake?.();
  }
}
