import { type TellBug, tellIfBug } from "./answer-faults.ts";
import { faultPage } from "./fault-page.ts";
import { pageStart } from "./page.ts";

/**
 * A page of which the beginning is sent at once: the browser has its style and its script by the time the rest is made.
 * `whole` makes all of it, with that beginning. A fault in it comes too late for a status of its own, so the page
 * itself says that it is none; `told` is how many events were told before it was made.
 */
export function earlyPage(
  { token, told, tellBug }: { readonly token: string; readonly told: number; readonly tellBug: TellBug },
  whole: () => Promise<string>,
): Response {
  const start = pageStart(token);
  const faulty = (fault: unknown) => {
    tellIfBug(tellBug, fault);
    return faultPage({ token, told }, fault);
  };
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(new TextEncoder().encode(text));
      send(start);
      send((await whole().catch(faulty)).slice(start.length));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/html; charset=UTF-8" } });
}
