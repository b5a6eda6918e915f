import { describe, expect, test } from "@jest/globals";
import { connections, issue, newsletter, relayWith, start, until } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { Script } from "../support/smtp-server.ts";
import { balance, expectFaultless, isLong } from "./books.ts";

const readers = isLong ? 3_000 : 240;
const kills = isLong ? 40 : 5;
const slowly: Script = { dot: { afterMs: 3 } };
/** Connections times depth of the second relay. */
const secondAtOnce = 2 * 2;

describe("Two relays, and a sender that is killed while both have messages on their way", () => {
  test(
    "reach everybody once, name the few that nobody can know of, and go on when one of them is dead",
    async () => {
      let isOneDead = false;
      const isNoticed = Promise.withResolvers<void>();
      // The readers do not come to an end before the sender has found out.
      await using first = await relayWith({
        dot: () => (isOneDead ? { until: isNoticed.promise } : { afterMs: 3 }),
      });
      await using second = await relayWith(slowly);
      const relay = `    weight: 2\n  - { name: second, host: 127.0.0.1, port: ${second.server.port}, security: none, connections: 2, depth: 2 }`;
      await using project = await newsletter({ port: first.server.port, readers, relay });
      const { root } = project;
      const kept = () => [...first.server.kept, ...second.server.kept];
      let done = 0;
      for (; done < kills; done += 1) {
        const sender = start(root, ["send", issue, "--yes"]);
        const enough = kept().length + Math.floor(readers / (kills + 3));
        await until(() => kept().length >= enough || sender.child.exitCode !== null);
        sender.child.kill("SIGKILL");
        const { err, signal } = await sender.finished;
        expect(err).not.toMatch(/bug|\n {4}at /);
        expect(signal).toBe("SIGKILL");
      }
      expect(Math.min(first.server.kept.length, second.server.kept.length)).toBeGreaterThan(done);
      // The last one is not killed, but one of its relays is.
      const last = start(root, ["send", issue, "--yes"]);
      const some = kept().length + 10;
      await until(() => kept().length >= some);
      second.server.kill();
      isOneDead = true;
      await until(() => last.said().includes("Trying again at") || last.child.exitCode !== null);
      isNoticed.resolve();
      const { err } = await last.finished;
      expect(err).toMatch(/The relay second .* Trying again at .* The mailing goes on through main\./);
      const fault = `kill -9 with two relays, ${done} times, then one relay dies`;
      const bound = done * (connections + secondAtOnce) + secondAtOnce;
      await balance({ fault, root, kept: kept(), readers, bound });
      expectFaultless(kept());
      expect((await letterpressHere(root, "send", issue, "--yes", "--uncertain", "skip")).code).toBe(0);
    },
    180_000 + kills * 10_000,
  );
});
