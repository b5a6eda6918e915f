import type { EventHub } from "../server/event-hub.ts";
import type { Inbox } from "./inbox.ts";

/** Tells open pages of mail as it arrives, with the event `mail`. Returns what ends it. */
export function tellArrivals(inbox: Pick<Inbox, "mails" | "onArrival">, hub: EventHub): () => void {
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;
  // A mailing brings hundreds of mails a second; pages hear of them four times a second.
  const tell = () => {
    timer = undefined;
    if (!isDue) return;
    isDue = false;
    hub.send("mail", inbox.mails.length);
    timer = setTimeout(tell, 250);
  };
  const stop = inbox.onArrival(() => {
    isDue = true;
    timer ??= setTimeout(tell, 20);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
