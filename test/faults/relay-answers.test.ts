import { describe, test } from "@jest/globals";
import type { Action, Moment, Script } from "../support/smtp-server.ts";
import { type RelayTrouble, sendThrough } from "./through-a-fault.ts";

/** At every fourth message. */
const sometimes = (action: Action | string) => (moment: Moment) =>
  moment.message % 4 === 0 ? action : undefined;

/** To every reader at the first message, as greylisting does; a step may be asked about more than once. */
function atFirst(reply: string) {
  const first = new Map<string, number>();
  return ({ line, to, message }: Moment) => {
    const reader = to === "" ? line : to;
    if (!first.has(reader)) first.set(reader, message);
    return first.get(reader) === message ? reply : undefined;
  };
}

const two =
  (reply: string) =>
  ({ to }: Moment) =>
    /^r[59]@/.test(to) ? reply : undefined;

/** At every step the same. */
const everywhere = (action: Action): Script => ({
  connect: action,
  ehlo: action,
  mail: action,
  rcpt: action,
  data: action,
  dot: action,
});

const storms: readonly RelayTrouble[] = [
  {
    fault: "421 at MAIL, again and again",
    script: { mail: sometimes({ say: "421 4.3.2 Busy", next: "end" }) },
  },
  {
    fault: "421 at RCPT, again and again",
    script: { rcpt: sometimes({ say: "421 4.7.0 Slow down", next: "end" }) },
  },
  {
    fault: "421 at the dot, again and again",
    script: { dot: sometimes({ say: "421 4.3.2 Bye", next: "end" }) },
  },
  { fault: "450 at RCPT, to everybody at first", script: { rcpt: atFirst("450 4.2.0 Greylisted") } },
  { fault: "451 at the dot, to everybody at first", script: { dot: atFirst("451 4.3.0 Local error") } },
  { fault: "452 at RCPT, to everybody at first", script: { rcpt: atFirst("452 4.2.2 Mailbox full") } },
  { fault: "452 at MAIL, again and again", script: { mail: sometimes("452 4.3.1 No space") } },
];

const noes: readonly RelayTrouble[] = [
  { fault: "550 at RCPT", script: { rcpt: two("550 5.1.1 No such user") }, listed: 2 },
  { fault: "554 at the dot", script: { dot: two("554 5.7.1 Spam") }, listed: 2 },
  {
    fault: "550 at MAIL, to everybody",
    script: { mail: "550 5.7.1 Not from you" },
    stops: "refuses our mail: 550 5.7.1 Not from you",
  },
];

/** Long enough at the dot for a slow machine: there, too late is uncertain. */
const waits = "greeting: 10s, command: 2s, data: 2s, dot: 20s, message: 30s";
const shortAtDot = "greeting: 10s, command: 10s, data: 10s, dot: 4s, message: 30s";

const slow: readonly RelayTrouble[] = [
  { fault: "a slow relay", script: everywhere({ afterMs: 25 }) },
  { fault: "a relay that drips its answers", script: everywhere({ dripMs: 2 }) },
  {
    fault: "a relay that drips without end at RCPT",
    script: { rcpt: sometimes({ say: `250 2.1.5 ${"x".repeat(500)}`, dripMs: 100 }) },
    timeouts: waits,
  },
  {
    fault: "a relay that falls silent at MAIL",
    script: { mail: sometimes({ next: "silence" }) },
    timeouts: waits,
  },
  {
    fault: "a relay that falls silent at DATA",
    script: { data: sometimes({ next: "silence" }) },
    timeouts: waits,
  },
  {
    fault: "a relay that falls silent after the dot",
    script: { dot: ({ to }) => (/^r[59]@/.test(to) ? { next: "silence", keep: true } : undefined) },
    timeouts: shortAtDot,
    uncertain: { atMost: 4 },
  },
];

describe("A relay that says later", () => {
  test.concurrent.each(storms)("$fault", (trouble) => sendThrough(trouble), 90_000);
});

describe("A relay that says no", () => {
  test.concurrent.each(noes)("$fault", (trouble) => sendThrough(trouble), 90_000);
});

describe("A relay that takes its time", () => {
  test.concurrent.each(slow)("$fault", (trouble) => sendThrough(trouble), 90_000);
});
