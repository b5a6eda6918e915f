import type { SendPlan } from "../delivery/plan-mailing.ts";
import { fillSegments } from "../model/edition.ts";
import { countOf } from "./newsletter.ts";
import type { Terminal } from "./terminal.ts";

/** Prints what a send would do, before anybody is asked. */
export function showPlan(terminal: Terminal, plan: SendPlan, via: string): void {
  const { audience, editions, sender } = plan;
  const row = (name: string, value: string) =>
    terminal.print(`  ${terminal.style("dim", name.padEnd(10))} ${value}`);
  terminal.print(terminal.style("bold", `Plan ${plan.hash}`));
  row("issue", plan.issue);
  for (const edition of editions) {
    const subject = fillSegments(edition.subject, ({ value }) =>
      value.kind === "field" ? `{${value.name}}` : "",
    );
    row("subject", subject);
  }
  row("from", `${sender.from.name} <${sender.from.email}>`);
  row("list", `${plan.list}: ${terminal.style("bold", countOf(audience.recipients, "reader"))}`);
  for (const { domain, readers } of audience.byDomain)
    row("", `${readers.toLocaleString("en").padStart(9)} ${domain}`);
  for (const { reason, readers } of audience.leftOut)
    if (readers > 0) row("left out", `${countOf(readers, "reader")}: ${leftOutWords[reason]}`);
  row("size", `${Math.ceil(plan.messageBytes / 1024)} KB a message`);
  row("through", via);
  row("pace", paceWords(plan));
  row(
    "at risk",
    `at most ${countOf(plan.inFlight, "reader")} would be uncertain after a crash; they are named, never re-sent`,
  );
}

const leftOutWords = {
  "outside-only": "are not among those it is for",
  unconfirmed: "have not confirmed their subscription",
  unsubscribed: "have unsubscribed",
  suppressed: "are suppressed (bounce, complaint or by hand)",
  "already-has-issue": "already have this issue through another mailing",
} as const;

function paceWords({ rate, audience }: SendPlan): string {
  if (rate === undefined) return "as fast as the relay takes it";
  return `${rate.toLocaleString("en", { maximumFractionDigits: 2 })} a second, about ${durationWords(audience.recipients / rate)}`;
}

/** `40 seconds`, `12 minutes`, `3.5 hours` */
export function durationWords(seconds: number): string {
  if (seconds < 90) return countOf(Math.ceil(seconds), "second");
  if (seconds < 5_400) return countOf(Math.ceil(seconds / 60), "minute");
  return `${(seconds / 3_600).toLocaleString("en", { maximumFractionDigits: 1 })} hours`;
}
