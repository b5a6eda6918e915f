import { describe, expect, test } from "@jest/globals";
import { issue, letterpress, newsletter, relayWith, reported, start, until } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { balance } from "./books.ts";

describe("Senders side by side", () => {
  test("a second one refuses with one sentence, and nobody gets two copies", async () => {
    // Slow until the second one has had its answer, however long this machine takes for that.
    let afterMs = 200;
    await using relay = await relayWith({ dot: () => ({ afterMs }) });
    await using project = await newsletter({ port: relay.server.port, readers: 300 });
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 5);
    const { out } = await letterpressHere(project.root, "status");
    expect(out).toMatch(/ {2}running by process \d+ on \S+, 300 readers/);
    expect(out).not.toContain("Go on with");
    const second = await letterpress(project.root, "send", issue, "--yes");
    expect(second.code).toBe(1);
    expect(second.err).toMatch(
      /^error This mailing is being sent at this moment by process \d+ on \S+, which holds it until \d\d:\d\d at least\. Watch it with: npx letterpress status\. If that process has died, try again after then\. \[delivery\/held\]\n$/,
    );
    expect(second.err).not.toContain("    at ");
    afterMs = 1;
    expect((await first.finished).code).toBe(0);
    const { root } = project;
    await balance({ fault: "a second sender", root, kept: relay.server.kept, readers: 300, bound: 0 });
  }, 60_000);

  test.each([2, 8])(
    "%i that start at the same moment make one mailing",
    async (senders) => {
      const readers = 150;
      await using relay = await relayWith({ dot: { afterMs: 5 } });
      await using project = await newsletter({ port: relay.server.port, readers });
      const { root } = project;
      const all = Array.from({ length: senders }, () => letterpress(root, "send", issue, "--yes"));
      const codes = (await Promise.all(all)).map(({ code }) => code);
      expect(codes).toContain(0);
      const fault = `${senders} senders at once`;
      await balance({ fault, root, kept: relay.server.kept, readers, bound: 0 });
      expect(await reported(root)).toMatchObject({ state: "finished", counts: { submitted: readers } });
    },
    180_000,
  );

  test("another one after the end sends nothing and exits with 0", async () => {
    await using relay = await relayWith({});
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    expect((await letterpressHere(project.root, "send", issue, "--yes")).code).toBe(0);
    const { connections: before } = relay.server;
    const again = await letterpressHere(project.root, "send", issue, "--yes");
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).toContain("Everybody on weekly already has this issue: 5 readers. Nothing was sent.");
    expect(relay.server.connections).toBe(before);
    expect(relay.server.kept).toHaveLength(5);
  }, 60_000);
});
