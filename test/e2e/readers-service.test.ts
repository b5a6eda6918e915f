import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import PostalMime from "postal-mime";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { serveHere } from "../support/serving.ts";
import { issueText } from "../support/temp-project.ts";
import { issue, newsletter, relayWith, storeOf, until } from "./newsletter.ts";

const site = "https://news.example.org";
const poll = `  - poll:
      id: team
      question: Whose side are you on?
      options: [{ id: cats, title: Cats }, { id: dogs, title: Dogs }]
`;

/** Every address of our site in a mail or on a page, as a path. */
function pathsIn(text: string): readonly string[] {
  const whole = [...text.matchAll(/https:\/\/news\.example\.org(\/[^\s"'<>)]*)/g)].map(
    ([, path = ""]) => path,
  );
  const own = [...text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, path = ""]) => path);
  return [...whole, ...own].map((path) => path.replaceAll("&amp;", "&").replaceAll("&#x3D;", "="));
}

/** All rows of all tables, as text. */
async function contentsOf(root: string): Promise<string> {
  await using store = await storeOf(root);
  const tables = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' order by name`.execute(store.db);
  const rows = [];
  for (const { name } of tables.rows)
    rows.push([name, (await sql`select * from ${sql.table(name)}`.execute(store.db)).rows]);
  return JSON.stringify(rows);
}

describe("the readers' service", () => {
  test("lets a scanner follow every link of a mail, and of the pages behind them, and nothing changes", async () => {
    await using relay = await relayWith({});
    await using project = await newsletter({
      port: relay.server.port,
      readers: 1,
      text: issueText({ more: poll }),
      lists: "weekly: { name: The Weekly, archive: true }",
    });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    const mail = await PostalMime.parse(relay.server.kept[0]?.bytes ?? "");
    const unsubscribe = mail.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
    await using serving = await serveHere(project.root);
    const before = await contentsOf(project.root);
    const seen = new Map<string, number>();
    const headers = mail.headers.map(({ value }) => value).join("\n");
    const waiting = [...pathsIn(`${headers}\n${mail.html}\n${mail.text}`)];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (seen.has(path)) continue;
      for (const asked of [{}, { "Sec-Purpose": "prefetch" }])
        for (const method of ["HEAD", "GET"]) {
          const answer = await fetch(serving.url + path, { method, headers: asked, redirect: "manual" });
          seen.set(path, answer.status);
          if (method === "GET") waiting.push(...pathsIn(await answer.text()));
        }
    }
    const [bad] = [...seen].filter(([, status]) => status !== 200);
    expect(bad).toBeUndefined();
    // The way out, the preferences, the web version, two votes, the archive: all of them were there.
    for (const kind of ["/u/", "/p/", "/m/", "/v/", "/archive"])
      expect([kind, [...seen.keys()].some((path) => path.startsWith(kind))]).toEqual([kind, true]);
    expect(await contentsOf(project.root)).toBe(before);
    // What the mail program sends for its reader, as the headers say.
    expect(mail.headers.find(({ key }) => key === "list-unsubscribe-post")?.value).toBe(
      "List-Unsubscribe=One-Click",
    );
    const link = unsubscribe.replace(/^<(.*)>$/, "$1").replace(site, serving.url);
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    expect((await fetch(link, { method: "POST", body, redirect: "error" })).status).toBe(200);
    await using store = await storeOf(project.root);
    expect((await findSubscription(store, 1, "weekly"))?.state).toBe("unsubscribed");
  }, 60_000);

  test("takes somebody from the form over the mail and its button to the list and the welcome", async () => {
    await using relay = await relayWith({});
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    await using serving = await serveHere(project.root);
    const page = await (await fetch(`${serving.url}/subscribe`)).text();
    const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? "";
    await sleep(2_100);
    const body = new URLSearchParams({ email: "ada@example.org", time, language: "en" });
    expect((await fetch(`${serving.url}/subscribe`, { method: "POST", body })).status).toBe(200);
    await until(() => relay.server.kept.length === 1);
    const mail = await PostalMime.parse(relay.server.kept[0]?.bytes ?? "");
    const path = pathsIn(`${mail.html}`).find((one) => one.startsWith("/c/")) ?? "";
    expect((await fetch(serving.url + path)).status).toBe(200);
    await using store = await storeOf(project.root);
    expect(await findSubscriber(store, "ada@example.org")).toBeUndefined();
    const pressed = await fetch(serving.url + path, {
      method: "POST",
      body: new URLSearchParams({ confirm: "yes" }),
    });
    expect(pressed.status).toBe(200);
    await until(() => relay.server.kept.length === 2);
    const ada = await findSubscriber(store, "ada@example.org");
    expect((await findSubscription(store, ada?.id ?? 0, "weekly"))?.state).toBe("confirmed");
    expect(relay.server.kept.map(({ envelope }) => envelope.to)).toEqual([
      ["ada@example.org"],
      ["ada@example.org"],
    ]);
    expect(serving.said()).not.toContain("ada@example.org");
  }, 60_000);
});
