import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Store } from "../../src/store/store.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { heldRelay } from "../e2e/held-relay.ts";
import {
  configText,
  connections,
  issue,
  newsletter,
  relayWith,
  start,
  storeOf,
  until,
} from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { addReader } from "../support/temp-store.ts";
import { balance, copiesOf, expectFaultless, isLong, readersUpTo } from "./books.ts";

const slowly = { dot: { afterMs: 10 } };
const send = ["send", issue, "--yes"];

/** A sender that was killed when ten readers had their copy. */
async function killedUnderWay(root: string, kept: readonly unknown[]): Promise<void> {
  const sender = start(root, send);
  await until(() => kept.length >= 10);
  sender.child.kill("SIGKILL");
  await sender.finished;
}

async function leave(store: Store, email: string): Promise<void> {
  const reader = await findSubscriber(store, email);
  const token = (await findSubscription(store, reader?.id ?? 0, "weekly"))?.token ?? "";
  expect(await unsubscribe(store, token, 3_000)).toMatchObject({ status: "unsubscribed" });
}

describe("What changes while a mailing is under way", () => {
  test("between a kill and the next send: what was approved goes out, to those who were approved and are still there", async () => {
    const readers = 60;
    await using relay = await relayWith(slowly);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    await killedUnderWay(root, relay.server.kept);
    await project.write(
      `issues/${issue}.yaml`,
      issueText({ subject: "Another subject", letter: "Another letter." }),
    );
    await project.write(
      "letterpress.yaml",
      configText({ port: relay.server.port }).replaceAll("weekly@news.example.org", "other@news.example.org"),
    );
    await appendFile(join(root, "templates/weekly/template.mjml"), "\n<!-- changed -->\n");
    {
      await using store = await storeOf(root);
      await addReader(store, { email: "late@example.org" });
      await leave(store, "r60@example.org");
      await store.db.deleteFrom("subscribers").where("email_key", "=", "r59@example.org").execute();
    }
    const next = await letterpress(root, ...send);
    const { kept } = relay.server;
    // Of the reader who was erased the ledger keeps a number, and no address.
    const known = readersUpTo(58).concat("r60@example.org");
    const fault = "issue, template, config and list edited between kill and resume";
    const { uncertain } = await balance({ fault, root, kept, readers: known, bound: connections });
    expect(next.code).toBe(uncertain.length === 0 ? 0 : 1);
    for (const { bytes } of kept) {
      expect(bytes.toString()).toContain("\nSubject: A quiet week in printing\r\n");
      expect(bytes.toString()).toContain("<weekly@news.example.org>");
    }
    expectFaultless(kept);
  }, 90_000);

  test("the template and the configuration gone: the next send says so and sends nothing, and goes on when they are back", async () => {
    const readers = 40;
    await using relay = await relayWith(slowly);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    await killedUnderWay(root, relay.server.kept);
    const then = relay.server.kept.length;
    await rm(join(root, "letterpress.yaml"));
    expect((await letterpress(root, ...send)).code).toBe(2);
    expect(relay.server.kept).toHaveLength(then);
    await project.write("letterpress.yaml", configText({ port: relay.server.port }));
    await rm(join(root, "templates"), { recursive: true });
    const next = await letterpress(root, ...send);
    const { kept } = relay.server;
    const fault = "template and config deleted between kill and resume";
    const { uncertain } = await balance({ fault, root, kept, readers, bound: connections });
    expect(next.code).toBe(uncertain.length === 0 ? 0 : 1);
    expectFaultless(kept);
  }, 90_000);

  test("the issue's file gone, and its list no longer declared: what was approved goes out", async () => {
    const readers = 40;
    await using relay = await relayWith(slowly);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    await killedUnderWay(root, relay.server.kept);
    await rm(join(root, `issues/${issue}.yaml`));
    const config = configText({ port: relay.server.port });
    await project.write("letterpress.yaml", config.replaceAll("weekly", "other"));
    const next = await letterpress(root, ...send, "--list", "weekly");
    const { kept } = relay.server;
    const fault = "issue deleted and list removed between kill and resume";
    const { uncertain } = await balance({ fault, root, kept, readers, bound: connections });
    expect(next.code).toBe(uncertain.length === 0 ? 0 : 1);
    expectFaultless(kept);
  }, 90_000);

  test("an unsubscribe, a bounce and a complaint during the run: no message to those readers starts after that", async () => {
    const readers = 80;
    await using relay = await heldRelay(8);
    await using project = await newsletter({ port: relay.server.port, readers });
    const { root } = project;
    const sender = start(root, send);
    await until(() => relay.server.kept.length >= 8);
    {
      await using store = await storeOf(root);
      await leave(store, "r80@example.org");
      for (const [key, reason] of [
        ["r79@example.org", "bounce"],
        ["r78@example.org", "complaint"],
      ] as const)
        await addSuppression(store, { key, reason, source: "test", createdAt: 1 });
    }
    expect(relay.server.kept.length).toBeLessThanOrEqual(8 + connections);
    relay.goOn();
    expect((await sender.finished).code).toBe(0);
    const { kept } = relay.server;
    const fault = "unsubscribe, bounce and complaint during the run";
    const { listed } = await balance({ fault, root, kept, readers, bound: 0 });
    expect(listed).toEqual(["r78@example.org", "r79@example.org", "r80@example.org"]);
    expectFaultless(kept);
  }, 90_000);

  test(
    "one bad row among many: it is skipped, and everybody behind it is reached",
    async () => {
      const count = isLong ? 100_000 : 1_000;
      const bad = "no address";
      await using relay = await relayWith();
      await using project = await newsletter({ port: relay.server.port, readers: count });
      const { root } = project;
      {
        await using store = await storeOf(root);
        await store.db
          .updateTable("subscribers")
          .set({ email: bad, fields: '{"firstName":' })
          .where("email_key", "=", "r500@example.org")
          .execute();
      }
      expect((await letterpress(root, ...send)).code).toBe(0);
      const { kept } = relay.server;
      const known = readersUpTo(count).map((email) => (email === "r500@example.org" ? bad : email));
      const fault = `one bad row among ${count.toLocaleString("en")}`;
      const { listed } = await balance({ fault, root, kept, readers: known, bound: 0 });
      expect(listed).toEqual([bad]);
      expect(copiesOf(kept).size).toBe(count - 1);
    },
    isLong ? 900_000 : 90_000,
  );
});
