import { describe, expect, test } from "@jest/globals";
import { publicEditionOf, readableMailings } from "../../src/store/mailings.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import type { ReceivedMessage } from "../support/smtp-server.ts";
import { issueText } from "../support/temp-project.ts";
import { configText, issue, newsletter, relayWith, reported, start, storeOf, until } from "./newsletter.ts";

const corrected = issueText({ subject: "A corrected week", letter: "Movable type changed reading." });

function subjectsOf(kept: readonly ReceivedMessage[]): readonly (string | undefined)[] {
  return kept.map(({ bytes }) => /^Subject: ([^\r]*)/m.exec(bytes.toString())?.[1]);
}

/** A mailing that was paused when some of 40 readers have it; the issue was corrected since. */
async function pausedAndCorrected(port: number, kept: readonly unknown[]) {
  const project = await newsletter({ port, readers: 40 });
  const sender = start(project.root, ["send", issue, "--yes"]);
  await until(() => kept.length >= 8);
  await letterpress(project.root, "pause", issue);
  await sender.finished;
  await project.write(`issues/${issue}.yaml`, corrected);
  return project;
}

describe("An issue that is corrected while readers are left", () => {
  test("is shown with what differs, and goes out to those who are left when that is asked for", async () => {
    await using relay = await relayWith({ dot: { afterMs: 200 } });
    const { kept } = relay.server;
    await using project = await pausedAndCorrected(relay.server.port, kept);
    const before = kept.length;
    const dry = await letterpress(project.root, "resume", issue, "--dry-run");
    expect(dry.code).toBe(0);
    for (const line of [
      "The issue or its template has changed since:",
      "  -subject: A quiet week in printing",
      "  +subject: A corrected week",
      "  -Movable letters changed reading.",
      "  +Movable type changed reading.",
      `To send them the corrected one: npx letterpress resume ${issue} --adopt-changes`,
    ])
      expect(dry.err).toContain(`${line}\n`);
    expect(dry.err).toMatch(/ {2}@@ -\d+,\d+ \+\d+,\d+ @@\n/);
    expect(dry.err).toMatch(/ {2}html: [\d,]+ bytes before, [\d,]+ now\n/);
    const sent = await letterpress(project.root, "resume", issue, "--yes", "--adopt-changes");
    expect(sent).toMatchObject({ code: 0, err: expect.stringContaining("get revision 2 of the issue.") });
    expect(kept).toHaveLength(40);
    expect(subjectsOf(kept.slice(0, before))).toEqual(Array(before).fill("A quiet week in printing"));
    expect(subjectsOf(kept.slice(before))).toEqual(Array(40 - before).fill("A corrected week"));

    const { out } = await letterpress(project.root, "status", "--json");
    expect(JSON.parse(out)[0].editions).toMatchObject([
      { revision: 1, variant: "all", readers: before },
      { revision: 2, variant: "all", readers: 40 - before },
    ]);
    // Everybody reads the corrected one, too.
    await using store = await storeOf(project.root);
    const [readable] = await readableMailings(store);
    expect(readable?.revision).toBe(2);
    const forAll = await publicEditionOf(store, { mailing: readable?.mailing.id ?? 0, revision: 2 });
    expect(forAll.subject).toEqual(["A corrected week"]);
    for (const message of [kept[0], kept[39]]) {
      const address = message?.envelope.to[0] ?? "";
      const shown = await letterpress(project.root, "render", issue, "--as", address, "--sent", "--eml");
      expect(shown).toMatchObject({ code: 0, out: message?.bytes.toString() });
    }
  }, 60_000);

  test("is not sent without that, nor with errors, nor as a draft, nor while somebody sends", async () => {
    await using relay = await relayWith({ dot: { afterMs: 200 } });
    const { kept } = relay.server;
    await using project = await pausedAndCorrected(relay.server.port, kept);
    const before = kept.length;
    const adopt = ["resume", issue, "--yes", "--adopt-changes"];
    await project.write(`issues/${issue}.yaml`, corrected.replace("firstName", "firstNane"));
    expect(await letterpress(project.root, ...adopt)).toMatchObject({
      code: 1,
      err: expect.stringContaining("has errors; nothing was sent."),
    });
    await project.write(`issues/${issue}.yaml`, corrected.replace("status: ready", "status: draft"));
    expect(await letterpress(project.root, ...adopt)).toMatchObject({
      code: 1,
      err: expect.stringContaining("is a draft; nothing was sent."),
    });
    expect(kept).toHaveLength(before);
    await project.write(`issues/${issue}.yaml`, corrected);
    const resumed = start(project.root, ["resume", issue, "--yes"]);
    await until(() => kept.length > before);
    const held = await letterpress(project.root, "send", issue, "--yes", "--adopt-changes");
    expect(held).toMatchObject({ code: 1, err: expect.stringContaining("[delivery/held]") });
    expect((await resumed.finished).code).toBe(0);
    expect(subjectsOf(kept)).toEqual(Array(40).fill("A quiet week in printing"));
  }, 60_000);

  test("reaches the deferred, and is not what the uncertain get a second time", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (to === "r1@example.org" ? "450 4.2.0 Later" : undefined),
      dot: { next: "silence", keep: true },
    });
    await using project = await newsletter({ port: relay.server.port, readers: 4 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 3);
    sender.child.kill("SIGKILL");
    await sender.finished;
    const { deliveries = [] } = (await reported(project.root)) ?? {};
    // Usually deferred by now; on its way again at that very moment, it may have a copy for all we know.
    const isUnsure = deliveries.some(
      ({ email, state }) => email === "r1@example.org" && state === "submitting",
    );
    await project.write(`issues/${issue}.yaml`, corrected);
    await using other = await relayWith();
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
    const args = ["send", issue, "--yes", "--uncertain", "resend", "--adopt-changes"];
    expect((await letterpress(project.root, ...args)).code).toBe(0);
    for (const message of other.server.kept) {
      const [to] = message.envelope.to;
      const first = relay.server.kept.find(({ envelope }) => envelope.to[0] === to);
      const subject = isUnsure ? "A quiet week in printing" : "A corrected week";
      if (first === undefined) expect(subjectsOf([message])).toEqual([subject]);
      else expect(message.bytes.equals(first.bytes)).toBe(true);
    }
    expect(other.server.kept).toHaveLength(4);
    expect(await reported(project.root)).toMatchObject({ state: "finished", counts: { submitted: 4 } });
  }, 60_000);

  test("is said to reach nobody when all who are left may have a copy", async () => {
    await using relay = await relayWith({
      dot: ({ message }) => (message === 1 ? { next: "end", keep: true } : undefined),
    });
    const { kept } = relay.server;
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(1);
    await project.write(`issues/${issue}.yaml`, corrected);
    const args = ["send", issue, "--yes", "--uncertain", "resend", "--adopt-changes"];
    const sent = await letterpress(project.root, ...args);
    expect(sent.code).toBe(0);
    expect(sent.err).toContain(
      "Nobody gets revision 2 of the issue: all who are left may have a copy of the one before, and are sent no other.\n",
    );
    expect(subjectsOf(kept)).toEqual(Array(4).fill("A quiet week in printing"));
  }, 60_000);
});
