import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { configText, issue, newsletter, relayWith, reported, start, storeOf, until } from "./newsletter.ts";
import { canHaveTerminal, talkAtTerminal } from "./terminal.ts";

const question = "[r/s/L]";

describe("Readers who may or may not have a copy", () => {
  test("are decided for one after the other at a terminal, and not at all without an answer for each", async () => {
    await using relay = await relayWith({ dot: { next: "silence", keep: true } });
    await using project = await newsletter({ port: relay.server.port, readers: 4 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 4);
    sender.child.kill("SIGKILL");
    await sender.finished;
    await using other = await relayWith();
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
    const args = ["send", issue, "--uncertain", "ask"];
    const nobody = await letterpress(project.root, ...args, "--yes");
    expect(nobody).toMatchObject({
      code: 2,
      err: expect.stringContaining(`decide for all of them: npx letterpress send ${issue} --uncertain skip`),
    });
    expect(nobody.err).toContain("4 may or may not have it");
    if (!canHaveTerminal()) return;
    const interrupted = await talkAtTerminal(project.root, args, [
      [question, "r\r"],
      [question, "s\r"],
      [question, "\u0003"],
    ]);
    expect(interrupted.code).toBe(130);
    expect(interrupted.said).toContain("nothing was decided, and nothing was sent");
    expect(await reported(project.root)).toMatchObject({ counts: { uncertain: 4 } });
    const decided = await talkAtTerminal(project.root, args, [
      [question, "r\r"],
      [question, "constructor\r"],
      [question, "SKIP\r"],
      [question, "\r"],
      [question, "resend\r"],
      ["Type the number of readers to send:", "2\r"],
    ]);
    expect(decided.said).toMatch(
      /1 of 4: r1@example\.org, \d{4}-\S+Z: the sender stopped before the relay answered/,
    );
    expect(decided.said).toContain("Decided for 3 uncertain readers.");
    expect(decided.code).toBe(1);
    expect(other.server.kept.map(({ envelope }) => envelope.to[0]).sort()).toEqual([
      "r1@example.org",
      "r4@example.org",
    ]);
    expect(await reported(project.root)).toMatchObject({
      counts: { submitted: 2, skipped: 1, uncertain: 1 },
      deliveries: [
        { email: "r2@example.org", state: "skipped", reason: "decided" },
        { email: "r3@example.org", state: "uncertain" },
      ],
    });
    const left = await talkAtTerminal(project.root, args, [[question, "l\r"]]);
    expect(left).toMatchObject({ code: 1, said: expect.stringContaining("Everybody else is done.") });
    const last = await talkAtTerminal(project.root, args, [[question, "s\r"]]);
    expect(last).toMatchObject({ code: 0, said: expect.stringContaining("The mailing is finished.") });
  }, 120_000);

  test("are decided for by what goes on with a mailing that was paused, and not at all when it was cancelled", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (to === "r3@example.org" ? "450 4.2.0 Later" : undefined),
      dot: ({ to }) => (to === "r1@example.org" ? { next: "end", keep: true } : undefined),
    });
    const { port } = relay.server;
    const decide = (verb: string) => `as in: npx letterpress ${verb} ${issue} --uncertain skip\n`;
    for (const order of ["pause", "cancel"] as const) {
      await using project = await newsletter({ port, readers: 3 });
      const patient = configText({ port }).replace('["50ms"]', '["1h"]').replace('"10s"', '"9h"');
      await project.write("letterpress.yaml", patient);
      const sender = start(project.root, ["send", issue, "--yes"]);
      await until(() => sender.said().includes("1 reader deferred by the relay;"));
      expect(
        (await letterpress(project.root, order, issue, ...(order === "cancel" ? ["--yes"] : []))).code,
      ).toBe(0);
      const { err } = await sender.finished;
      expect(err).toContain("  r1@example.org\n");
      if (order === "cancel") {
        expect(err).toContain("They stay listed: npx letterpress status\n");
        expect(err).not.toContain("--uncertain");
        continue;
      }
      expect(err).toContain(decide("resume"));
      const asked = await letterpress(project.root, "resume", issue, "--yes", "--uncertain", "ask");
      expect(asked.err).toContain(`decide for all of them: npx letterpress resume ${issue} --uncertain skip`);
      await using store = await storeOf(project.root);
      await store.db
        .updateTable("deliveries")
        .set({ state: "skipped" })
        .where("state", "=", "deferred")
        .execute();
      expect((await letterpress(project.root, "resume", issue, "--yes")).err).toContain(decide("resume"));
      expect((await letterpress(project.root, "send", issue, "--uncertain", "skip")).err).toContain(
        "[delivery/paused]",
      );
      expect((await letterpress(project.root, "resume", issue, "--uncertain", "skip")).code).toBe(0);
    }
  }, 120_000);
});
