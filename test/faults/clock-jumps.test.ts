import { describe, expect, test } from "@jest/globals";
import { issue, newsletter, relayWith, start, until } from "../e2e/newsletter.ts";
import { balance, expectFaultless } from "./books.ts";

describe("A clock that is set a day forward, then behind, while a mailing is sent", () => {
  test.concurrent.each([
    ["", "clock moved a day forward and back while sending"],
    ["pace: { perSecond: 60 }\n", "clock moved a day forward and back, with a pace"],
  ])(
    "neither stops it nor makes a second copy (%s)",
    async (more, fault) => {
      const readers = 80;
      const first = new Map<string, number>();
      // Every fourth reader is deferred once, so that moments of before each jump are waited for after it.
      await using relay = await relayWith({
        rcpt: ({ line, message }) => {
          if (Number(/\d+/.exec(line)) % 4 !== 0) return undefined;
          if (!first.has(line)) first.set(line, message);
          return first.get(line) === message ? "450 4.2.0 Later" : undefined;
        },
        dot: { afterMs: 10 },
      });
      await using project = await newsletter({ port: relay.server.port, readers, more });
      const { root } = project;
      const sender = start(root, ["send", issue, "--yes"], {}, ["shifted-clock"]);
      await until(() => relay.server.kept.length >= 15);
      sender.child.kill("SIGUSR2");
      await until(() => relay.server.kept.length >= 35);
      sender.child.kill("SIGUSR2");
      expect((await sender.finished).code).toBe(0);
      const { kept } = relay.server;
      await balance({ fault, root, kept, readers, bound: 0 });
      expectFaultless(kept);
    },
    90_000,
  );
});
