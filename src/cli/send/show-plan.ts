import { systemClock } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import { durationWords } from "../../base/duration-words.ts";
import type { SendPlan } from "../../delivery/plan-mailing.ts";
import { audienceText } from "../../model/audience.ts";
import { type Edition, fillSegments } from "../../model/edition.ts";
import { commitWords } from "../git/git-commit.ts";
import { countOf } from "../newsletter.ts";
import { archivePage } from "./for-all.ts";
import { paceLines } from "./pace-words.ts";
import type { Terminal } from "../terminal.ts";
import type { AssetFile } from "../write-assets.ts";

/** Prints what a send would do, before anybody is asked. */
export function showPlan(
  terminal: Terminal,
  plan: SendPlan,
  through: readonly string[],
  pictures: readonly AssetFile[],
): void {
  const { audience, editions, sender } = plan;
  const row = (name: string, value: string) =>
    terminal.print(`  ${terminal.style("dim", name.padEnd(10))} ${value}`);
  terminal.print(terminal.style("bold", `Plan ${plan.hash}`));
  row("issue", plan.issue);
  if (plan.commit !== undefined) row("commit", commitWords(plan.commit));
  if (editions.length === 1) for (const edition of editions) row("subject", subjectOf(edition));
  row("from", `${sender.from.name} <${sender.from.email}>`);
  if (plan.only !== undefined) row("only", audienceText(plan.only));
  row("list", `${plan.list}: ${terminal.style("bold", countOf(audience.recipients, "reader"))}`);
  for (const { domain, readers } of audience.byDomain) row("", `${aligned(readers)} ${domain}`);
  if (editions.length > 1) for (const line of variantLines(plan)) row("variant", line);
  for (const { reason, readers } of audience.leftOut)
    if (readers > 0) row("left out", `${countOf(readers, "reader")}: ${leftOutWords[reason]}`);
  if (editions.length > 0) row("size", `${Math.ceil(plan.messageBytes / 1024)} KB a message`);
  const page = archivePage(plan);
  if (page !== undefined) row("archive", `${page}, for everybody, from the first reader on`);
  for (const line of pictureLines(pictures, sender.siteUrl)) row("pictures", line);
  for (const { record, kind } of plan.signedBy) row("signed by", `${record}, ${kind}`);
  through.forEach((relay, index) => {
    row(index === 0 ? "through" : "", relay);
  });
  if (plan.scheduledAt !== undefined) {
    row(
      "at",
      `${zonedText(plan.scheduledAt)}, ${durationWords(plan.scheduledAt - systemClock.now())} from now`,
    );
    row("", "who subscribes until then is not in it; who unsubscribes until then gets nothing");
  }
  for (const [index, line] of paceLines(plan.pace).entries()) row(index === 0 ? "pace" : "", line);
  row("at risk", riskWords(plan.inFlight));
}

/** What a crash would cost, whoever sends and however often. */
export function riskWords(inFlight: number): string {
  return `at most ${countOf(inFlight, "reader")} would be uncertain after a crash; they are named, never re-sent`;
}

/** Nothing here can see whether they are online, so a person has to. */
function pictureLines(pictures: readonly AssetFile[], siteUrl: string): readonly string[] {
  if (pictures.length === 0) return [];
  const missing = pictures.filter(({ isNew }) => isNew).length;
  const lines = [`${pictures.length} hosted at ${siteUrl}/assets/: they must be online before you send`];
  return missing === 0
    ? lines
    : [...lines, `${missing} not in the archive yet: copy with "npx letterpress assets", and publish first`];
}

const mostVariants = 20;

/** `120 de.b  Eine ruhige Woche`: readers, key and subject of each variant, the largest first. */
function variantLines({ variants, editions }: SendPlan): readonly string[] {
  const width = Math.max(...variants.map(({ variant }) => variant.length));
  const sorted = [...variants].sort((one, other) => other.readers - one.readers);
  const lines = sorted.slice(0, mostVariants).map(({ variant, readers }) => {
    const edition = editions.find((one) => one.variant === variant);
    const subject = edition === undefined ? "" : subjectOf(edition);
    return `${aligned(readers)} ${variant.padEnd(width)}  ${subject}`;
  });
  const more = variants.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${more} more: --json`];
}

function subjectOf({ subject }: Edition): string {
  return fillSegments(subject, ({ value }) => (value.kind === "field" ? `{${value.name}}` : ""));
}

function aligned(readers: number): string {
  return readers.toLocaleString("en").padStart(9);
}

const leftOutWords = {
  "outside-only": "not among those it is for",
  unconfirmed: "subscription not confirmed",
  unsubscribed: "unsubscribed",
  paused: "paused by themselves",
  suppressed: "suppressed (bounce, complaint or by hand)",
  "already-has-issue": "reached by another mailing of this issue",
} as const;
