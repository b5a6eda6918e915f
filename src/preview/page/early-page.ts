import { faultText } from "../../base/errors.ts";
import { html } from "./html.ts";
import { pageStart } from "./page.ts";

/**
 * A page of which the beginning is sent at once: the browser has its style and its script by the time the rest is made. `whole` makes all of
 * it, with that beginning. A bug in it comes too late for a status of its own, so the page tells it.
 */
export function earlyPage(token: string, whole: () => Promise<string>): Response {
  const start = pageStart(token);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(new TextEncoder().encode(text));
      send(start);
      send(await whole().then((page) => page.slice(start.length), faultyRest));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/html; charset=UTF-8" } });
}

function faultyRest(fault: unknown): string {
  const told = fault instanceof Error ? (fault.stack ?? fault.message) : faultText(fault);
  return html`<title>Letterpress</title></head><body><h1>Letterpress made a mistake</h1><p>Please report this:</p><pre>${told}</pre></body></html>`
    .markup;
}
