/**
 * A buffer that one message after the other is spliced into: a new one of 100 KB for each costs the kernel more than
 * the splicing does.
 *
 * A sheet has at most one message in it. Whoever made that message into it may use the sheet again when nobody reads
 * the bytes any more; until then they belong to whom the message was given. `Session.submit` (transport/transport.ts)
 * says when that is: a socket keeps a reference to what it was given until the kernel has taken it.
 */
export class Sheet {
  #room: Buffer = Buffer.alloc(0);

  /** Room for a message of this many bytes, holding whatever stood there before. */
  of(bytes: number): Buffer {
    if (this.#room.length < bytes) this.#room = Buffer.allocUnsafeSlow(Math.ceil(bytes / grain) * grain);
    return this.#room.subarray(0, bytes);
  }
}

/**
 * The sheets of one press. The one that was free last is taken first: most often the socket takes a message at once,
 * and the next one is spliced where the processor's cache still is. As many come about as messages wait for their
 * socket at the same time.
 */
export class Sheets {
  readonly #free: Sheet[] = [];

  /** `free` gives it back, the first time it is called. */
  take(): { readonly sheet: Sheet; readonly free: () => void } {
    const sheet = this.#free.pop() ?? new Sheet();
    let isFree = false;
    const free = () => {
      if (!isFree) this.#free.push(sheet);
      isFree = true;
    };
    return { sheet, free };
  }
}

const grain = 16 * 1024;
