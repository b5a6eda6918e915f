import { availableParallelism } from "node:os";
import { openPresses } from "../../src/delivery/press/presses.ts";
import { threadsFor } from "../../src/delivery/threads.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { list } from "../material.ts";
import { measured } from "./job.ts";
import { startedReader } from "./reader-values.ts";
import { sinkRelay } from "./sink-relay.ts";

/**
 * The same messages over the same sessions, and nothing that remembers who got one: no claim, no intent, no outcome,
 * and no slots, pace and breaker either. What all of that costs is the difference to letterpress.ts; without-writes.ts
 * divides it.
 */
await measured(async (job, timed) => {
  const { edition, sender, readers, connections, depth } = job;
  const transport = smtpTransport(sinkRelay(job));
  const cores = availableParallelism();
  const signed = job.keys.length > 0;
  const run = { cores, signed, transports: [transport], connections, slots: connections * depth, readers };
  const { press: threads } = threadsFor({ ...run, asked: job.threads });
  const names = { issue: "bench", list, date: Date.now() };
  const work = { editions: [edition], sender, names, key: "key", signingKeys: job.keys };
  await timed(async () => {
    await using presses = openPresses(work, [transport], threads, () => undefined);
    const press = presses.of(transport);
    const sessions = await Promise.all(Array.from({ length: connections }, () => press.open()));
    let next = 1;
    const slots = sessions.flatMap((session) =>
      Array.from({ length: depth }, async () => {
        for (let reader = next++; reader <= readers; reader = next++) {
          const outcome = await session.submit(startedReader(reader, edition.variant));
          if (outcome.status !== "submitted") throw new Error(JSON.stringify(outcome));
        }
      }),
    );
    await Promise.all(slots);
    await Promise.all(sessions.map((session) => session.close()));
  });
});
