import type { Outcome } from "../../model/outcome.ts";

/** What became of a test mail, for the person who sent it: what happened, then what to do. */
export function outcomeWords(outcome: Outcome, to: string, through: string): string {
  switch (outcome.status) {
    case "submitted":
      return `${through} has taken it for ${to}. It said: ${outcome.reply}`;
    case "deferred":
      return `${through} does not take it now. It said: ${outcome.reply} Nothing was sent; try again in some minutes.`;
    case "rejected":
      return `${through} refuses it. It said: ${outcome.reply} Nothing was sent. ${rejectedRemedies[outcome.because]}`;
    case "refused":
      return `${through} refuses all our mail. It said: ${outcome.reply} Nothing was sent. Compare the sender and the login in letterpress.yaml with what the relay asks for.`;
    case "unsent":
      return `The connection to ${through} was lost before the message was there: ${outcome.reason}. Nothing was sent; try again.`;
    case "uncertain":
      return `The connection to ${through} was lost after the message and before its answer: ${outcome.reason}. It may have arrived: look before you send another one.`;
  }
}

const rejectedRemedies = {
  mailbox: "Is the address right?",
  delivery: "The mailbox may be full, or cannot be reached: try another address.",
  sender: "It is about the sender or the mail itself: compare letterpress.yaml with what the relay asks for.",
} as const;
