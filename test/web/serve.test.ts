import { request } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { newsletter, start } from "../e2e/newsletter.ts";
import { readerStates, readerTokens, serveHere, unsubscribe } from "../support/serving.ts";

const oneClick = "List-Unsubscribe=One-Click";

describe("letterpress serve", () => {
  test("keeps every unsubscribing that it answered with 200, when it is killed in the middle of many", async () => {
    await using project = await newsletter({ port: 1, readers: 60 });
    const tokens = await readerTokens(project.root, 60);
    await using serving = await serveHere(project.root);
    const { url } = serving;
    const answered = new Set<number>();
    const asked = tokens.map(async (token, index) => {
      const status = await unsubscribe(url, token).catch(() => 0);
      if (status === 200) answered.add(index);
      if (answered.size === 20) serving.child.kill("SIGKILL");
    });
    await Promise.all(asked);
    expect((await serving.finished).signal).toBe("SIGKILL");
    expect(answered.size).toBeGreaterThanOrEqual(20);
    const found = await readerStates(project.root, 60);
    for (const index of answered) expect([index, found[index]]).toEqual([index, "unsubscribed"]);
  });

  test("answers what was asked before it ends at SIGTERM, takes nothing new, and ends with 0", async () => {
    await using project = await newsletter({ port: 1, readers: 1 });
    const [token = ""] = await readerTokens(project.root, 1);
    await using serving = await serveHere(project.root);
    const { url } = serving;
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
    expect(await readerStates(project.root, 1)).toEqual(["unsubscribed"]);
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
    await using serving = await serveHere(project.root);
    const { port } = new URL(serving.url);
    const { code, err } = await start(project.root, ["serve", "--port", port]).finished;
    expect([code, err]).toEqual([
      1,
      `error The service cannot listen on 127.0.0.1, port ${port}: the port is already in use. Choose another under "service" in letterpress.yaml, or end the program that uses it. [web/port]\n`,
    ]);
  });
});
