import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The reading side of a scripted SMTP server: whole lines, whole bodies; undefined once the client is gone. */
export interface Wire {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  line(): Promise<string | undefined>;
  /** Waits until this many bytes are there, and leaves them. */
  has(bytes: number): Promise<boolean>;
  /** So many bytes. */
  take(bytes: number): Promise<Buffer | undefined>;
  /** The body up to the dot on a line of its own, dots unstuffed; after each chunk it stops reading for `sipMs`. */
  body(sipMs: number): Promise<Buffer | undefined>;
}

export function wireOf(socket: Socket): Wire {
  let unread: Buffer = Buffer.alloc(0);
  let gone = false;
  let sipMs = 0;
  let wake: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  // The client may reset the connection at any time; `close` follows.
  socket.on("error", () => undefined);
  socket.on("close", leave);
  socket.on("end", leave);
  socket.on("data", (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    wake();
    if (sipMs > 0) sip();
  });

  function sip(): void {
    socket.pause();
    setTimeout(() => socket.resume(), sipMs).unref();
  }

  function leave(): void {
    gone = true;
    wake();
  }

  async function more(): Promise<boolean> {
    if (gone) return false;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    return true;
  }

  async function has(bytes: number): Promise<boolean> {
    while (unread.length < bytes) if (!(await more())) return false;
    return true;
  }

  async function until(mark: string): Promise<Buffer | undefined> {
    for (;;) {
      const end = unread.indexOf(mark);
      if (end >= 0) {
        const bytes = unread.subarray(0, end);
        unread = unread.subarray(end + mark.length);
        return bytes;
      }
      if (!(await more())) return undefined;
    }
  }

  return {
    socket,
    closed,
    has,
    async take(bytes) {
      if (!(await has(bytes))) return undefined;
      const taken = unread.subarray(0, bytes);
      unread = unread.subarray(bytes);
      return taken;
    },
    line: async () => (await until("\r\n"))?.toString("utf8"),
    async body(pauseMs) {
      sipMs = pauseMs;
      if (!(await has(3))) return undefined;
      if (unread.subarray(0, 3).equals(dotLine)) {
        unread = unread.subarray(3);
        sipMs = 0;
        return Buffer.alloc(0);
      }
      const bytes = await until("\r\n.\r\n");
      sipMs = 0;
      return bytes === undefined ? undefined : unstuffed(`${bytes.toString("latin1")}\r\n`);
    },
  };
}

function unstuffed(text: string): Buffer {
  return Buffer.from(text.replace(/^\.\./gm, "."), "latin1");
}

const dotLine = Buffer.from(".\r\n");

/** Not longer than there is a connection: the process of the tests would wait for the rest when they are over. */
export async function pause(wire: Wire, ms: number): Promise<void> {
  const left = new AbortController();
  void wire.closed.then(() => left.abort());
  await sleep(ms, undefined, { signal: left.signal }).catch(() => undefined);
}
