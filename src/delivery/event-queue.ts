/**
 * Values from a run to the one who watches it. The run never waits: events that only say how far it is replace each
 * other when nobody has looked in between.
 */
export class EventQueue<Event> {
  #events: { readonly event: Event; readonly slot?: string }[] = [];
  #ended = false;
  #fault: { readonly reason: unknown } | undefined;
  #wake: () => void = () => undefined;

  push(event: Event): void {
    this.#events.push({ event });
    this.#wake();
  }

  /** Like `push`, but takes the place of the last event when that came through the same slot. */
  pushLatest(slot: string, event: Event): void {
    if (this.#events.at(-1)?.slot === slot) this.#events.pop();
    this.#events.push({ event, slot });
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  fail(reason: unknown): void {
    this.#fault = { reason };
    this.end();
  }

  /** Every event, then the fault, if there was one. `source` is awaited at the end, so nothing is left behind. */
  async *drain(source: Promise<void>): AsyncIterable<Event> {
    for (;;) {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) yield next.event;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#events.length > 0 || this.#ended) resolve();
      });
    }
    await source;
    if (this.#fault !== undefined) throw this.#fault.reason;
  }
}
