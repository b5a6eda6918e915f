import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { unfilledSender } from "../../src/model/unfilled-sender.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { serveHere } from "../support/serving.ts";
import type { TempProject } from "../support/temp-project.ts";
import { issue, newsletter, relayWith, storeOf } from "./newsletter.ts";

const told = `what init wrote: from ("${unfilledSender.email}").`;

/** The newsletter has the From address that `init` writes, or its own again. */
async function setFrom(project: TempProject, from: string, to: string): Promise<void> {
  const text = await readFile(join(project.root, "letterpress.yaml"), "utf8");
  await project.write("letterpress.yaml", text.replace(from, to));
}

describe("A sender that nobody has filled in", () => {
  const own = "weekly@news.example.org";

  test("is refused by a mailing that was frozen with it, also when letterpress.yaml is right by now, until it is cancelled", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 2 });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await letterpress(project.root, "send", issue, "--yes", "--at", at, "--no-wait")).code).toBe(0);
    await freezeUnfilled(project.root);
    for (const args of [["run-due"], ["send", issue, "--yes"]]) {
      const { code, out, err } = await letterpress(project.root, ...args);
      expect(code).not.toBe(0);
      expect(out + err).toContain(`frozen with ${told} Nothing more was sent.`);
      expect(out + err).toContain(`npx letterpress cancel ${issue}`);
    }
    const { out: report } = await letterpress(project.root, "run-due", "--json");
    expect(JSON.parse(report)).toEqual([{ issue, list: "weekly", refused: "send/unfilled-sender" }]);
    await letterpress(project.root, "pause", issue);
    const resumed = await letterpress(project.root, "resume", issue, "--yes");
    expect(resumed.err).toContain(`frozen with ${told}`);
    expect(relay.server.kept).toEqual([]);
    expect((await letterpress(project.root, "cancel", issue, "--yes")).code).toBe(0);
    const { out } = await letterpress(project.root, "send", issue, "--dry-run", "--json");
    const { plan } = JSON.parse(out);
    expect((await letterpress(project.root, "send", issue, "--yes", "--plan", plan.hash)).code).toBe(0);
    expect(relay.server.kept).toHaveLength(2);
  });

  test("is told by test, which sends, and holds back the mails of serve, which answers", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    await setFrom(project, own, unfilledSender.email);
    const tested = await letterpress(project.root, "test", issue, "--to", "zoe@example.org");
    expect(tested).toMatchObject({ code: 0, err: expect.stringContaining(`The copy has ${told}`) });
    expect(relay.server.kept).toHaveLength(1);
    {
      await using serving = await serveHere(project.root);
      expect((await fetch(`${serving.url}/healthz`)).status).toBe(200);
      expect(serving.said()).toContain(`letterpress.yaml still has ${told}`);
      expect(serving.said()).toContain("Confirmation and welcome mails wait until then.");
    }
    await setFrom(project, unfilledSender.email, own);
    await using serving = await serveHere(project.root);
    expect(serving.said()).not.toContain("wait until then");
    const filled = await letterpress(project.root, "test", issue, "--to", "zoe@example.org");
    expect(filled.err).not.toContain("what init wrote");
  });
});

/** As a version that did not look at it froze every mailing; their time has come. */
async function freezeUnfilled(root: string): Promise<void> {
  await using store = await storeOf(root);
  const { sender } = await store.db.selectFrom("mailings").select("sender").executeTakeFirstOrThrow();
  const from = { name: "The Weekly", email: unfilledSender.email };
  await store.db
    .updateTable("mailings")
    .set({ sender: JSON.stringify({ ...JSON.parse(sender), from }), scheduled_at: Date.now() - 1_000 })
    .execute();
}
