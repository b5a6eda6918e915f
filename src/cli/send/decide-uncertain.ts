import { isoInstant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { recoverMailing } from "../../delivery/recover-mailing.ts";
import type { Delivery, DeliveryCounts, Mailing } from "../../model/mailing.ts";
import { listDeliveries } from "../../store/deliveries.ts";
import type { Decided, Decision } from "../../store/mailings.ts";
import { onlyRelay } from "./choose-relays.ts";
import { countOf } from "../newsletter.ts";
import { heldBy, isAlive, newRunner } from "./runner.ts";
import { readerWords, throughWords } from "./reader-words.ts";
import { goesOnWith, type SendRequest } from "./send-request.ts";
import type { Terminal } from "../terminal.ts";

/**
 * What a person has decided for those who are uncertain. With `ask` one after the other is shown and asked for; nothing
 * is carried out before all answers are there, so who has enough of it changes nothing. Undefined: nobody is decided
 * for.
 */
export async function whatIsDecided(
  request: SendRequest,
  mailing: Mailing,
  { uncertain }: DeliveryCounts,
): Promise<Decided | "interrupted" | undefined> {
  const { terminal, store, config, decision } = request;
  if (decision !== "ask") return decision;
  if (uncertain === 0) return undefined;
  if (!terminal.interactive)
    throw new LetterpressError(
      "use/no-terminal",
      "Nobody is here to be asked about the uncertain readers.",
      `Ask at a terminal, or decide for all of them: ${goesOnWith(request, mailing)} --uncertain skip`,
    );
  const decided = new Map<number, Decision>();
  let number = 0;
  for (let after = 0; ; ) {
    const page = { mailing: mailing.id, states: ["uncertain"], after, limit: 500 } as const;
    const rows = await listDeliveries(store, page);
    const last = rows.at(-1);
    if (last === undefined) return decided.size === 0 ? undefined : decided;
    after = last.subscriber;
    for (const row of rows) {
      number += 1;
      terminal.note(`${number} of ${uncertain.toLocaleString("en")}: ${knownOf(row, onlyRelay(config))}`);
      const answer = await answerFor(terminal);
      if (answer === "interrupted") return answer;
      if (answer !== "leave") decided.set(row.subscriber, answer);
    }
  }
}

function knownOf(row: Delivery, usual: string | undefined): string {
  const { reason, attempts, changedAt } = row;
  const tries = attempts === 1 ? "" : `, at attempt ${attempts}`;
  return `${readerWords(row)}, ${isoInstant(changedAt)}${tries}${throughWords(row, usual)}: ${reason ?? "no reason was recorded"}`;
}

const answers: ReadonlyMap<string, Decision | "leave"> = new Map([
  ["r", "resend"],
  ["resend", "resend"],
  ["s", "skip"],
  ["skip", "skip"],
  ["l", "leave"],
  ["leave", "leave"],
  ["", "leave"],
]);

async function answerFor(terminal: Terminal): Promise<Decision | "leave" | "interrupted"> {
  for (;;) {
    const answer = await terminal.ask(
      "  resend (perhaps a second copy), skip (perhaps none) or leave? [r/s/L] ",
    );
    if (answer.status === "interrupted") {
      terminal.note("Interrupted; nothing was decided, and nothing was sent.");
      return "interrupted";
    }
    const meant = answers.get(answer.text.trim().toLowerCase());
    if (meant !== undefined) return meant;
  }
}

/** How many of the uncertain are sent the message again. */
export function resentBy(decision: Decided | undefined, { uncertain }: DeliveryCounts): number {
  if (decision === undefined || decision === "skip") return 0;
  if (decision === "resend") return uncertain;
  return [...decision.values()].filter((one) => one === "resend").length;
}

/** Under the lease, so that no other sender can make a reader uncertain meanwhile whom nobody has seen. */
export async function carryOut(
  { terminal, store }: SendRequest,
  mailing: Mailing,
  decision: Decided,
): Promise<void> {
  const recovered = await recoverMailing(store, mailing, { runner: newRunner(), isAlive, decision });
  if (recovered.status === "held") throw heldBy(recovered);
  if (recovered.decided === 0) return;
  const readers = countOf(recovered.decided, "uncertain reader");
  if (decision === "resend") terminal.note(`To be sent the message again: ${readers}.`);
  else if (decision === "skip") terminal.note(`Skipped: ${readers}.`);
  else terminal.note(`Decided for ${readers}.`);
}
