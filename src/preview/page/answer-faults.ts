import type { Hono } from "hono";
import { LetterpressError } from "../../base/errors.ts";
import { faultWords } from "./fault-page.ts";

/** Tells whoever runs the pages of a bug of ours. */
export type TellBug = (fault: unknown) => void;

/**
 * What pages on this machine answer when they cannot: the sentences that a page which is open says (browser/live.js).
 */
export function answerFaults(app: Hono, tellBug: TellBug): void {
  app.onError((fault, context) => {
    tellIfBug(tellBug, fault);
    return context.text(faultWords(fault), 500);
  });
}

/** What somebody can put right is said in the page; the terminal shows what they have to report. */
export function tellIfBug(tellBug: TellBug, fault: unknown): void {
  if (!(fault instanceof LetterpressError)) tellBug(fault);
}
