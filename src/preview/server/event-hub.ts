/** Tells every open page that something is new (server-sent events). Open until `close`. */
export class EventHub {
  readonly #pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #closed = false;
  #told = 0;

  /**
   * How many events there were. A page that is made says how many it knows, so that it need not be made again when it
   * connects.
   */
  get told(): number {
    return this.#told;
  }

  /**
   * The endless response to one page. `known` is how many events it knows; when there were others it is told at once.
   */
  stream(known?: number): Response {
    let page: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          page = controller;
          controller.enqueue(encode("retry: 1000\n\n"));
          if (known !== undefined && known !== this.#told)
            controller.enqueue(encode("event: news\ndata: 0\n\n"));
          if (this.#closed) controller.close();
          else this.#pages.add(controller);
        },
        cancel: () => {
          if (page !== undefined) this.#pages.delete(page);
        },
      },
      { highWaterMark: mostWaiting },
    );
    const headers = { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" };
    return new Response(body, { headers });
  }

  /** `name` and `data` are single words of ours. */
  send(name: string, data: string | number): void {
    this.#told += 1;
    for (const page of this.#pages) {
      // A page that does not read must not fill our memory. It connects again when it wakes up.
      if ((page.desiredSize ?? 0) <= 0) this.#end(page);
      else page.enqueue(encode(`event: ${name}\ndata: ${data}\n\n`));
    }
  }

  close(): void {
    this.#closed = true;
    for (const page of this.#pages) this.#end(page);
  }

  #end(page: ReadableStreamDefaultController<Uint8Array>): void {
    this.#pages.delete(page);
    page.close();
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Events. */
const mostWaiting = 100;
