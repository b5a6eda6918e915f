import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { dayMs, localDay, systemClock } from "../../src/base/clock.ts";
import { resumeCommand } from "../../src/cli/send/resume-command.ts";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import { undivided } from "../../src/model/variant.ts";
import { listMailings } from "../../src/store/mailings.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { addReader, sampleEdition, sampleSender } from "../support/temp-store.ts";
import { heldRelay, stopped } from "./held-relay.ts";
import { configText, issue, newsletter, relayWith, reported, start, storeOf } from "./newsletter.ts";
import { atTerminal, canHaveTerminal } from "./terminal.ts";

/** A relay that opens one session, the one before anything is frozen, and then none any more. */
const onlyKnocking = {
  connect: ({ connection }: { readonly connection: number }) =>
    connection === 1 ? undefined : { say: "554 5.3.2 No service today", next: "end" as const },
};

test("An issue whose day has not come is told with the plan", async () => {
  await using project = await newsletter({ port: 1, readers: 1 });
  const dated = (date: string) => issueText().replace(/^date: .*$/m, `date: ${date}`);
  const dry = async (text: string) => {
    await project.write(`issues/${issue}.yaml`, text);
    return (await letterpress(project.root, "send", issue, "--dry-run")).err;
  };
  const tomorrow = localDay(systemClock.now() + dayMs);
  expect(await dry(dated(tomorrow))).toContain(
    `The issue is dated ${tomorrow}, 1 day after this send, and readers see that day.`,
  );
  expect(await dry(dated(localDay(systemClock.now())))).not.toContain("is dated");
});

describe("A mailing that was frozen and reached nobody", () => {
  test("is corrected and approved anew: the issue and the readers of today are sent", async () => {
    await using closing = await relayWith(onlyKnocking);
    await using project = await newsletter({ port: closing.server.port, readers: 3 });
    const first = await letterpress(project.root, "send", issue, "--yes", "--json");
    expect(first.err).toContain("No service today");
    expect(first.code).toBe(1);
    const { plan } = JSON.parse(first.out);
    expect(await reported(project.root)).toMatchObject({ state: "paused", counts: { pending: 3 } });

    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    await project.write(`issues/${issue}.yaml`, issueText({ subject: "A corrected week" }));
    await using store = await storeOf(project.root);
    await addReader(store, { email: "late@example.org" });
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.err).toContain("stopped before it reached anybody");
    expect(dry.out).toContain("A corrected week");
    expect(dry.out).toContain("weekly: 4 readers");
    expect(await reported(project.root)).toMatchObject({ planHash: plan.hash, counts: { pending: 3 } });
    const stale = await letterpress(project.root, "send", issue, "--yes", "--plan", plan.hash);
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining(`approved as ${plan.hash}`) });
    expect(await letterpress(project.root, "send", issue, "--yes")).toMatchObject({
      code: 0,
      err: expect.stringContaining(`What became of each reader: npx letterpress status ${issue}\n`),
    });
    const subjects = back.server.kept.map(({ bytes }) => /^Subject: [^\r]*/m.exec(bytes.toString())?.[0]);
    expect(subjects).toEqual(Array(4).fill("Subject: A corrected week"));
  }, 60_000);

  test("goes on as it was once one reader was attempted", async () => {
    await using closing = await relayWith({
      connect: ({ connection }) => (connection < 3 ? undefined : { say: "554 5.3.2 No", next: "end" }),
      mail: { next: "end" },
    });
    await using project = await newsletter({ port: closing.server.port, readers: 3 });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(1);
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    await project.write(`issues/${issue}.yaml`, issueText({ subject: "Another week" }));
    const again = await letterpress(project.root, "send", issue, "--yes");
    expect(again.err).toContain("Those who are left get what was approved");
    expect(back.server.kept[0]?.bytes.toString()).toContain("Subject: A quiet week in printing");
  }, 60_000);

  test("is not sent by somebody who approved something else meanwhile", async () => {
    if (!canHaveTerminal()) return;
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const asked = await atTerminal(project.root, ["send", issue], async () => {
      await using store = await storeOf(project.root);
      const plan = await planMailing(store, {
        issue,
        list: { id: "weekly", sender: sampleSender },
        split: undivided(issue),
        editions: [sampleEdition],
        relays: [{ name: "main", connections: 1 }],
        pace: {},
        now: 1_000,
      });
      await startMailing(store, plan, 1_000);
      return "3\r";
    });
    expect(asked.said).toContain("The plan was approved as");
    expect(asked.code).toBe(1);
    expect(relay.server.kept).toHaveLength(0);
  }, 60_000);
});

describe("The question before a send", () => {
  test("takes the number of readers and no other answer; Ctrl-C is 130, Ctrl-D is no", async () => {
    if (!canHaveTerminal()) return;
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const ask = (answer: string) => atTerminal(project.root, ["send", issue], answer);
    for (const answer of ["yes\r", "\r", "33\r", "\u0004"]) {
      const refused = await ask(answer);
      expect(refused.said).toContain("Type the number of readers to send:");
      expect(refused.said).toContain("That is not 3; nothing was sent.");
      expect(refused.code).toBe(1);
    }
    const interrupted = await ask("\u0003");
    expect(interrupted.said).toContain("Interrupted; nothing was sent.");
    expect(interrupted.said).not.toContain("That is not");
    expect(interrupted.code).toBe(130);
    await using store = await storeOf(project.root);
    expect(await listMailings(store)).toEqual([]);
    expect(relay.server.connections).toBe(0);
    expect((await ask("3\r")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(3);
  }, 60_000);
});

describe("What is printed", () => {
  test("has styles on a screen and none in a file, whatever the other stream is", async () => {
    if (!canHaveTerminal()) return;
    await using project = await newsletter({ port: 9, readers: 3 });
    const shown = await atTerminal(project.root, ["send", issue, "--dry-run"], "");
    expect(shown.said).toContain("\u001b[1mPlan ");
    await atTerminal(project.root, ["send", issue, "--dry-run"], "", "> plan.txt");
    const file = await readFile(join(project.root, "plan.txt"), "utf8");
    expect(file).toMatch(/^Plan [0-9a-f]{12}\n/);
    expect(file).not.toContain("\u001b");
  });

  test("with --json is the problems, when there are some", async () => {
    await using project = await newsletter({ port: 9, readers: 3 });
    await project.write(`issues/${issue}.yaml`, issueText().replace("firstName", "firstNane"));
    const { code, out } = await letterpress(project.root, "send", issue, "--yes", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ severity: "error", code: "issue/unknown-field" }] });
  });

  test("to go on with is what was typed, with its list and its relay, quoted for a shell", async () => {
    await using relay = await heldRelay(2);
    await using project = await newsletter({
      port: relay.server.port,
      readers: 40,
      relay: "  - { name: second, host: 127.0.0.1, port: 9, security: none }",
    });
    const args = ["send", `issues/${issue}.yaml`, "--yes", "--relay", "main", "--list", "weekly"];
    const sender = start(project.root, args);
    while (relay.server.kept.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    const resume = `npx letterpress send issues/${issue}.yaml --list weekly --relay main`;
    expect((await stopped(sender, relay)).err).toContain(`Go on with: ${resume}\n`);
    expect((await letterpress(project.root, "status")).out).toContain(
      `Go on with: npx letterpress send ${issue}\n`,
    );
    expect(resumeCommand({ issue: "issues/o'clock news.yaml", relays: ["main", "second one"] })).toBe(
      "npx letterpress send 'issues/o'\\''clock news.yaml' --relay main --relay 'second one'",
    );
  }, 60_000);
});
