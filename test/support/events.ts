/** Server-sent events, one at a time as they are written. `next` is undefined once the server has let go. */
export interface Events {
  next(): Promise<string | undefined>;
  close(): void;
}

/** Connects to a stream of events; what only tells the browser when to come back is left out. */
export async function eventsOf(url: string): Promise<Events> {
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  if (response.body === null || !response.ok) throw new Error(`${url} answered ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = "";
  return {
    async next() {
      for (;;) {
        const end = unread.indexOf("\n\n");
        if (end >= 0) {
          const event = unread.slice(0, end);
          unread = unread.slice(end + 2);
          if (!event.startsWith("retry:")) return event;
          continue;
        }
        const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
        if (done || value === undefined) return undefined;
        unread += value;
      }
    },
    close: () => controller.abort(),
  };
}
