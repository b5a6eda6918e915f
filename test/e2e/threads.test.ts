import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { addressOf, expectBalanced, openBooks } from "../faults/books.ts";
import { heldRelay, stopped } from "./held-relay.ts";
import { connections, issue, newsletter, relayWith, reported, start, until } from "./newsletter.ts";

const threaded = "threads: 2\n";
const ledgerApart = "threads: 1\n";
const readers = 400;

describe("A mailing that threads send", () => {
  test.each([
    ["two threads that send", threaded],
    ["a thread that writes the ledger", ledgerApart],
  ])(
    "reaches everybody once with %s, and is killed and gone on with like any other",
    async (what, more) => {
      await using relay = await relayWith({ dot: { afterMs: 1 } });
      const { kept } = relay.server;
      await using project = await newsletter({ port: relay.server.port, readers, more });
      const { root } = project;
      for (const copies of [30, 150, 290]) {
        const sending = start(root, ["send", issue, "--yes"]);
        await until(() => kept.length >= copies || sending.child.exitCode !== null);
        sending.child.kill("SIGKILL");
        expect((await sending.finished).signal).toBe("SIGKILL");
      }
      const last = await letterpress(root, "send", issue, "--yes");
      const books = await openBooks({
        fault: `kill -9 of a sender with ${what}`,
        root,
        kept,
        readers,
        bound: 3 * connections,
      });
      expectBalanced(books);
      expect(last.code).toBe(books.uncertain.length === 0 ? 0 : 1);
    },
    120_000,
  );

  test.each([
    ["in the threads", threaded],
    ["beside the thread of the ledger", ledgerApart],
  ])(
    "is drained by a signal: what is on its way %s is finished",
    async (_where, more) => {
      await using relay = await heldRelay(40);
      const { kept } = relay.server;
      await using project = await newsletter({ port: relay.server.port, readers, more });
      const sending = start(project.root, ["send", issue, "--yes"]);
      await until(() => kept.length >= 40);
      expect((await stopped(sending, relay)).code).toBe(143);
      expect(kept.length).toBeLessThan(readers);
      expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
      expect(new Set(kept.map(addressOf)).size).toBe(readers);
      expect(kept).toHaveLength(readers);
    },
    120_000,
  );

  test("goes on without a thread that dies, and names whose answer died with it", async () => {
    await using relay = await relayWith({ dot: { afterMs: 2 } });
    const { kept } = relay.server;
    await using project = await newsletter({ port: relay.server.port, readers, more: threaded });
    const { root } = project;
    const dying = start(root, ["send", issue, "--yes"], { LETTERPRESS_THREAD_WORDS: "20" }, ["end-a-thread"]);
    const { code, err } = await dying.finished;
    expect(code).toBe(1);
    const books = await openBooks({
      fault: "a thread of the sender dies",
      root,
      kept,
      readers,
      bound: connections,
    });
    expectBalanced(books);
    expect(books.uncertain.length).toBeGreaterThan(0);
    expect(books.uncertain.length).toBeLessThanOrEqual(connections / 2);
    expect(err).toMatch(/\d readers? may or may not have a copy/);
    expect(err.match(/A thread that makes and sends messages is gone: it ended with code 1\./g)).toHaveLength(
      1,
    );
    const { deliveries = [] } = (await reported(root)) ?? {};
    const reasons = deliveries.filter(({ state }) => state === "uncertain").map(({ reason }) => reason);
    for (const reason of reasons) expect(reason).toContain("The thread that sent the message is gone");
    expect(reasons).toHaveLength(books.uncertain.length);
  }, 120_000);

  test.each([
    ["no thread is left that sends", threaded, "A thread that hands messages to the relay is gone"],
    ["the thread of its ledger dies", ledgerApart, "The thread that writes the ledger is gone"],
  ])(
    "stops when %s: status says what broke, and nobody goes on before a person does",
    async (what, more, words) => {
      await using relay = await relayWith({ dot: { afterMs: 2 } });
      const { kept } = relay.server;
      await using project = await newsletter({ port: relay.server.port, readers, more });
      const { root } = project;
      const environment = { LETTERPRESS_THREAD_WORDS: "20", LETTERPRESS_THREADS: "all" };
      const dying = await start(root, ["send", issue, "--yes"], environment, ["end-a-thread"]).finished;
      expect(dying.code).toBe(1);
      expect(dying.err).toContain(words);
      expect(kept.length).toBeLessThan(readers);
      const told = await letterpress(root, "status", issue);
      expect(told.out).toContain("A part of Letterpress broke, so run-due leaves it alone");
      expect(told.out).toContain(words);
      const before = kept.length;
      expect((await letterpress(root, "run-due")).code).toBe(0);
      expect(kept).toHaveLength(before);
      await letterpress(root, "send", issue, "--yes");
      const books = await openBooks({ fault: what, root, kept, readers, bound: connections });
      expectBalanced(books);
      expect(books.uncertain.length).toBeGreaterThan(0);
    },
    120_000,
  );

  test.each([
    ["none of two threads that send", 2, 0, "The main thread makes and sends the messages"],
    ["one of four threads that send", 4, 1, "1 of 4 threads make and send the messages"],
    ["none that writes the ledger", 1, 0, "The ledger has no thread of its own"],
  ])(
    "goes on with what there is when the system gives it %s, and says so",
    async (_what, threads, most, words) => {
      await using relay = await relayWith();
      const { kept } = relay.server;
      const more = `threads: ${threads}\n`;
      await using project = await newsletter({ port: relay.server.port, readers: 40, more });
      const environment = { LETTERPRESS_MOST_THREADS: String(most) };
      const sending = start(project.root, ["send", issue, "--yes"], environment, ["no-more-threads"]);
      const { code, err } = await sending.finished;
      expect(err).toContain(`${words}, and the mailing may take longer`);
      expect(err).toContain("the system gives this process no more threads");
      expect(code).toBe(0);
      expect(new Set(kept.map(addressOf)).size).toBe(40);
      expect(kept).toHaveLength(40);
    },
    60_000,
  );

  test("starts none for a few readers", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const sent = start(project.root, ["send", issue, "--yes"], { LETTERPRESS_THREAD_WORDS: "1" }, [
      "end-a-thread",
    ]);
    expect((await sent.finished).code).toBe(0);
    expect(relay.server.kept).toHaveLength(3);
  }, 60_000);
});
