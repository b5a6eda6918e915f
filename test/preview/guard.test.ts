import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Position } from "../../src/base/problem.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import { previewApp } from "../../src/preview/preview-app.ts";
import { nobodyYet } from "../../src/preview/desk/readership.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const host = "http://127.0.0.1:4000";
const token = "the-token-of-this-run";
const issue = "/issues/2026-08-25-broken";

describe("what the preview refuses", () => {
  let project: TempProject;
  const opened: Position[] = [];
  beforeAll(async () => {
    project = await tempProject({
      "2026-08-25-broken": issueText({ letter: "Hello {{fistName}}." }),
      "2026-09-01-quiet": issueText(),
    });
  });
  afterAll(() => project.remove());

  function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
    const app = previewApp({
      desk: openDesk(project.config),
      readership: nobodyYet,
      hub: new EventHub(),
      port: 4000,
      token,
      clock: { now: () => 0 },
      environment: {},
      editor: {
        name: "pen",
        async open(at) {
          opened.push(at);
          return "opened";
        },
      },
    });
    return Promise.resolve(app.request(host + path, { method, headers }));
  }
  const ours = { origin: host, "x-letterpress-token": token };
  const findingPath = async () =>
    /action="([^"]*\/places\/[0-9a-f]{16}[^"]*)"/.exec(await (await ask(issue)).text())?.[1] ?? "";

  test.each([
    ["another name in Host", { host: "news.evil.example.org" }],
    ["another port in Host", { host: "127.0.0.1:4001" }],
    ["a foreign Origin", { origin: "https://evil.example.org" }],
    ["an Origin without a name", { origin: "null" }],
    ["another server of this machine", { origin: "http://127.0.0.1:4001" }],
  ])("%s, to look and to act", async (_, headers) => {
    opened.length = 0;
    expect((await ask(issue, headers)).status).toBe(403);
    expect((await ask(`${issue}/places/file`, { ...ours, ...headers }, "POST")).status).toBe(403);
    expect(opened).toEqual([]);
  });

  test.each([
    ["no token", { origin: host }],
    ["another token", { ...ours, "x-letterpress-token": "the-token-of-that-run" }],
    ["no Origin", { "x-letterpress-token": token }],
  ])("an act with %s", async (_, headers) => {
    opened.length = 0;
    expect((await ask(`${issue}/places/file`, headers, "POST")).status).toBe(403);
    expect(opened).toEqual([]);
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("%s, and it answers no CORS question", async (method) => {
    const response = await ask(issue, ours, method);
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("to open anything but what it has found itself", async () => {
    opened.length = 0;
    for (const key of ["0123456789abcdef", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", ".ssh", "file%00"]) {
      const response = await ask(`${issue}/places/${key}`, ours, "POST");
      expect([key, response.status]).toEqual([key, 404]);
    }
    expect(opened).toEqual([]);
  });

  test("nothing to its own page: a finding and the whole file are opened at their places", async () => {
    opened.length = 0;
    const path = await findingPath();
    const response = await ask(path, ours, "POST");
    expect(await response.text()).toBe("Opened in pen.");
    await ask(`${issue}/places/file`, ours, "POST");
    const file = `${project.root}/issues/2026-08-25-broken.yaml`;
    expect(opened).toEqual([
      { file, line: 10, column: 13 },
      { file, line: 1, column: 1 },
    ]);
  });

  test.each(["main.js%00", "..%2Fguard.ts", "..%2F..%2F..%2Fpackage.json", "style%2Fbase.css", "style"])(
    "a file beside those of the browser: %s",
    async (name) => {
      expect((await ask(`/browser/${name}`)).status).toBe(404);
    },
  );
});
