import { request } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { newsletter, type Running, start, storeOf } from "../e2e/newsletter.ts";
import type { TempProject } from "../support/temp-project.ts";

const oneClick = "List-Unsubscribe=One-Click";

/** The address at which it says that it answers. */
async function urlOf({ child }: Running): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`it ended and said ${said}`);
}

async function tokensOf({ root }: TempProject, count: number): Promise<readonly string[]> {
  await using store = await storeOf(root);
  const tokens: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const { id = 0 } = (await findSubscriber(store, `r${number}@example.org`)) ?? {};
    tokens.push((await findSubscription(store, id, "weekly"))?.token ?? "");
  }
  return tokens;
}

async function states({ root }: TempProject, count: number): Promise<readonly (string | undefined)[]> {
  await using store = await storeOf(root);
  const found: (string | undefined)[] = [];
  for (let number = 1; number <= count; number += 1) {
    const { id = 0 } = (await findSubscriber(store, `r${number}@example.org`)) ?? {};
    found.push((await findSubscription(store, id, "weekly"))?.state);
  }
  return found;
}

function unsubscribe(url: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/u/${token}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    sent.once("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end(oneClick);
  });
}

describe("letterpress serve", () => {
  test("keeps every unsubscribing that it answered with 200, when it is killed in the middle of many", async () => {
    await using project = await newsletter({ port: 1, readers: 60 });
    const tokens = await tokensOf(project, 60);
    const serving = start(project.root, ["serve", "--port", "0"]);
    const url = await urlOf(serving);
    const answered = new Set<number>();
    const asked = tokens.map(async (token, index) => {
      const status = await unsubscribe(url, token).catch(() => 0);
      if (status === 200) answered.add(index);
      if (answered.size === 20) serving.child.kill("SIGKILL");
    });
    await Promise.all(asked);
    expect((await serving.finished).signal).toBe("SIGKILL");
    expect(answered.size).toBeGreaterThanOrEqual(20);
    const found = await states(project, 60);
    for (const index of answered) expect([index, found[index]]).toEqual([index, "unsubscribed"]);
  });

  test("answers what was asked before it ends at SIGTERM, takes nothing new, and ends with 0", async () => {
    await using project = await newsletter({ port: 1, readers: 1 });
    const [token = ""] = await tokensOf(project, 1);
    const serving = start(project.root, ["serve", "--port", "0"]);
    const url = await urlOf(serving);
    const slow = request(`${url}/u/${token}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": oneClick.length },
    });
    const answer = new Promise<number>((resolve, reject) => {
      slow.once("response", (got) => resolve(got.statusCode ?? 0));
      slow.once("error", reject);
    });
    slow.write(oneClick.slice(0, 10));
    // It has the connection when it answers another request.
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    serving.child.kill("SIGTERM");
    while (!serving.said().includes("Ending")) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    slow.end(oneClick.slice(10));
    expect(await answer).toBe(200);
    expect(await serving.finished).toMatchObject({ code: 0 });
    expect(await states(project, 1)).toEqual(["unsubscribed"]);
  });

  test("says what is wrong with a page of the newsletter, with its place, and does not start", async () => {
    await using project = await newsletter({ port: 1, readers: 1 });
    await project.write("templates/pages/unsubscribe.hbs", "<p>{{#if list}}</p>\n");
    const { code, err } = await start(project.root, ["serve", "--port", "0"]).finished;
    expect(code).toBe(1);
    expect(err).toContain("templates/pages/unsubscribe.hbs:2:1 Handlebars cannot read this");
    await project.write("templates/pages/unsubscribe.hbs", "<p>\n{{lists}}</p>\n");
    const other = await start(project.root, ["serve", "--port", "0"]).finished;
    expect(other.code).toBe(1);
    expect(other.err).toContain(
      'templates/pages/unsubscribe.hbs:2:3 the page shows "lists", which does not exist.',
    );
  });

  test("says when its port is taken", async () => {
    await using project = await newsletter({ port: 1, readers: 1 });
    const serving = start(project.root, ["serve", "--port", "0"]);
    const port = new URL(await urlOf(serving)).port;
    const { code, err } = await start(project.root, ["serve", "--port", port]).finished;
    serving.child.kill("SIGTERM");
    await serving.finished;
    expect([code, err]).toEqual([
      1,
      `error The service cannot listen on 127.0.0.1, port ${port}: the port is already in use. Choose another under "service" in letterpress.yaml, or end the program that uses it. [web/port]\n`,
    ]);
  });
});
