import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issue, newsletter, relayWith, start, storeOf, until } from "./newsletter.ts";

describe("run-due that is asked to stop", () => {
  test("starts no other mailing, also when the signal came behind the last message of one", async () => {
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    await using relay = await relayWith({
      dot: ({ to }) => (to === "r1@example.org" ? { until: held } : undefined),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    for (const only of ['firstName = "Reader 1"', 'firstName != "Reader 1"']) {
      const args = ["send", issue, "--yes", "--only", only, "--at", at, "--no-wait"];
      expect((await letterpress(project.root, ...args)).code).toBe(0);
    }
    {
      await using store = await storeOf(project.root);
      await store.db.updateTable("mailings").set({ scheduled_at: Date.now() }).execute();
      const first = { scheduled_at: 1_000 };
      await store.db.updateTable("mailings").set(first).where("only_text", "like", "%firstName =%").execute();
    }
    const due = start(project.root, ["run-due"]);
    await until(() => relay.server.commands.includes("RCPT TO:<r1@example.org>"));
    due.child.kill("SIGTERM");
    await until(() => due.said().includes("Stopping: "));
    goOn();
    expect(await due.finished).toMatchObject({
      code: 143,
      out: `${issue} to weekly (only firstName = "Reader 1"): finished, 1 reader has it.\n`,
    });
    expect(relay.server.kept).toHaveLength(1);
    expect((await letterpress(project.root, "run-due")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(5);
  }, 60_000);
});
