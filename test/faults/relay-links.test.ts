import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { connections, issue, newsletter, relayWith, start, until } from "../e2e/newsletter.ts";
import type { Action, Moment } from "../support/smtp-server.ts";
import { wireProxy } from "../support/wire-proxy.ts";
import { balance, expectFaultless } from "./books.ts";
import { type RelayTrouble, sendThrough } from "./through-a-fault.ts";

/** At every fourth message. */
const sometimes = (action: Action) => (moment: Moment) => (moment.message % 4 === 0 ? action : undefined);

/** Every other connection; the first is the knock before anything is frozen. */
const everyOther = (action: Action) => (moment: Moment) => (moment.connection % 2 === 0 ? action : undefined);

const reset: Action = { next: "reset" };
const end: Action = { next: "end" };
const noPipelining = { extensions: ["8BITMIME"] };

const troubles: readonly RelayTrouble[] = [
  { fault: "link reset at connect, every other", script: { connect: everyOther(reset) } },
  {
    fault: "link reset at connect, always",
    script: { connect: ({ connection }) => (connection > 1 ? reset : undefined) },
    stops: "cannot be reached: the connection was reset",
  },
  { fault: "link dropped at connect, every other", script: { connect: everyOther(end) } },
  { fault: "link dropped at EHLO, every other", script: { ehlo: everyOther(end) } },
  { fault: "link reset at EHLO, every other", script: { ehlo: everyOther(reset) } },
  { fault: "link dropped at MAIL", script: { mail: sometimes(end) } },
  { fault: "link reset at MAIL", script: { mail: sometimes(reset) } },
  { fault: "link dropped at RCPT", script: { rcpt: sometimes(end) } },
  { fault: "link reset at RCPT", script: { rcpt: sometimes(reset) } },
  { fault: "link reset at RCPT, no PIPELINING", script: { rcpt: sometimes(reset), ...noPipelining } },
  { fault: "link dropped at DATA", script: { data: sometimes(end) } },
  { fault: "link reset at DATA", script: { data: sometimes(reset) } },
  { fault: "link reset at DATA, no PIPELINING", script: { data: sometimes(reset), ...noPipelining } },
  {
    fault: "link reset in the middle of the body",
    script: { body: { afterBytes: 1_500, step: sometimes(reset) } },
    // The dot may have been on its way already.
    uncertain: { atMost: 12 },
  },
  {
    fault: "link dropped in the middle of the body",
    script: { body: { afterBytes: 1_500, step: sometimes(end) } },
    uncertain: { atMost: 12 },
  },
  ...(["reset", "end"] as const).flatMap((next) =>
    [true, false].map((keep) => ({
      fault: `link ${next === "end" ? "dropped" : "reset"} after the dot, the relay has ${keep ? "" : "not "}kept it`,
      script: { dot: ({ to }: Moment) => (/^r[59]@/.test(to) ? { next, keep } : undefined) },
      uncertain: 2,
    })),
  ),
];

describe("A link that is lost", () => {
  test.concurrent.each(troubles)("$fault", (trouble) => sendThrough(trouble), 60_000);

  test.concurrent("without a word, and looks open from here: what waits for an answer gives up in time", async () => {
    const readers = 24;
    await using relay = await relayWith({ dot: { afterMs: 5 } });
    await using proxy = await wireProxy(relay.server.port);
    const timeouts = "    timeouts: { greeting: 2s, command: 2s, data: 2s, dot: 2s }\n";
    await using project = await newsletter({ port: proxy.port, readers, relay: timeouts });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 8);
    proxy.freeze();
    const { code } = await sender.finished;
    const { root } = project;
    const fault = "link half open in the middle of a run";
    const { kept } = relay.server;
    const { uncertain } = await balance({ fault, root, kept, readers, bound: connections });
    expect(code).toBe(uncertain.length === 0 ? 0 : 1);
    expectFaultless(kept);
  }, 60_000);

  test.concurrent("with its relay, which another one replaces: the run waits and goes on by itself", async () => {
    const readers = 40;
    await using first = await relayWith({ dot: { afterMs: 5 } });
    await using second = await relayWith();
    await using proxy = await wireProxy(first.server.port);
    await using project = await newsletter({ port: proxy.port, readers });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => first.server.kept.length >= 8);
    first.server.kill();
    await until(() => /The relay main .* Trying again/.test(sender.said()));
    await sleep(100);
    proxy.pointTo(second.server.port);
    const { code } = await sender.finished;
    const { root } = project;
    const kept = [...first.server.kept, ...second.server.kept];
    const fault = "relay killed in the middle of a run, another in its place";
    const { uncertain } = await balance({ fault, root, kept, readers, bound: connections });
    expect(code).toBe(uncertain.length === 0 ? 0 : 1);
    expect(second.server.kept.length).toBeGreaterThan(0);
  }, 60_000);
});
