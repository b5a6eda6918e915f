import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listMailings } from "../../src/store/mailings.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { heldRelay, stopped } from "./held-relay.ts";
import { issue, newsletter, relayWith, start, storeOf, until } from "./newsletter.ts";

const commands = [
  "archive",
  "assets",
  "new",
  "check",
  "demo",
  "preview",
  "render",
  "send",
  "status",
  "pause",
  "resume",
  "cancel",
  "run-due",
  "serve",
  "test",
  "init",
  "votes",
  "subscribers import",
  "subscribers import-consent",
  "subscribers export",
  "subscribers list",
  "subscribers tag",
  "subscribers add",
  "subscribers remove",
  "subscribers erase",
  "subscribers purge",
  "subscribers show",
  "suppress add",
  "suppress list",
  "dkim",
  "completion",
  "keys list",
  "keys rotate",
  "keys end",
  "doctor",
  "docs",
];

describe("Help", () => {
  test("of every command shows examples and exits with 0", async () => {
    const { out } = await start(".", ["--help"]).finished;
    const known = [...out.matchAll(/^ {2}([a-z-]+) /gm)]
      .map(([, name]) => name)
      .filter((name) => name !== "help");
    expect(new Set(commands.map((name) => name.split(" ")[0]))).toEqual(new Set(known));
    for (const [, summary = ""] of out.matchAll(/^ {2}[a-z-]+ (?:\S+ )* +(\S.*)$/gm))
      expect(summary).toMatch(/^[a-z]/);
    const helps = await Promise.all(commands.map((name) => letterpress(".", ...name.split(" "), "--help")));
    expect(helps.map(({ code }) => code)).toEqual(commands.map(() => 0));
    for (const [index, help] of helps.entries())
      expect(help.out).toMatch(new RegExp(`Examples:\\n  \\$ npx letterpress ${commands[index]}`));
  });

  test("is what a bare call shows; the version is that of the package", async () => {
    const [bare, version, manifest] = await Promise.all([
      start(".", []).finished,
      start(".", ["--version"]).finished,
      readFile("package.json", "utf8"),
    ]);
    expect(bare).toMatchObject({ code: 0, out: expect.stringContaining("Usage: npx letterpress") });
    expect(version).toMatchObject({ code: 0, out: `${JSON.parse(manifest).version}\n` });
  });
});

describe("Looking before sending", () => {
  let relay: Awaited<ReturnType<typeof relayWith>>;
  let project: TempProject;

  beforeAll(async () => {
    relay = await relayWith();
    project = await newsletter({ port: relay.server.port, readers: 3 });
  });

  afterAll(async () => {
    await project.remove();
    await relay.server.close();
  });

  test("check says ok, and its JSON holds the findings with their places", async () => {
    expect(await letterpress(project.root, "check")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ok issues\//),
    });
    await project.write("issues/bad.yaml", "subject: A week\nsubjct: Another week\n");
    const { code, out } = await letterpress(project.root, "check", "bad", issue, "--json");
    expect(code).toBe(1);
    const [bad, good] = JSON.parse(out);
    expect(bad).toMatchObject({ file: "issues/bad.yaml", problems: expect.any(Array) });
    expect(bad.problems).toContainEqual(
      expect.objectContaining({ severity: "error", at: { file: "issues/bad.yaml", line: 2, column: 1 } }),
    );
    expect(good).toMatchObject({ file: `issues/${issue}.yaml`, status: "ready", problems: [] });
  });

  test("check and assets go on behind an issue that cannot be read, and name it", async () => {
    await mkdir(join(project.root, "issues/000.yaml"));
    try {
      const [checked, json, copied] = await Promise.all([
        letterpress(project.root, "check"),
        letterpress(project.root, "check", "--json"),
        letterpress(project.root, "assets"),
      ]);
      expect(checked).toMatchObject({ code: 1, out: expect.stringContaining(`ok issues/${issue}.yaml`) });
      expect(checked.err).toContain(
        "issues/000.yaml:1:1 The issue issues/000.yaml cannot be read: it is a folder",
      );
      const reports = JSON.parse(json.out) as readonly {
        file: string;
        problems: readonly { code: string }[];
      }[];
      expect(reports[0]).toMatchObject({ file: "issues/000.yaml", problems: [{ code: "issue/unreadable" }] });
      expect(reports.map(({ file }) => file)).toContain(`issues/${issue}.yaml`);
      expect(copied).toMatchObject({ code: 1, out: expect.stringContaining("Pictures travel") });
    } finally {
      await rm(join(project.root, "issues/000.yaml"), { recursive: true });
    }
  });

  test("render prints each form alone, and --out writes them all, the same bytes", async () => {
    const as = ["--as", "R2@Example.org"];
    const [html, text, json, plain, out] = await Promise.all([
      letterpress(project.root, "render", issue, "--html", ...as),
      letterpress(project.root, "render", issue, "--text", ...as),
      letterpress(project.root, "render", issue, "--json", ...as),
      letterpress(project.root, "render", issue, ...as),
      letterpress(project.root, "render", issue, "--out", "seen", ...as),
    ]);
    expect([html, text, json, plain, out].map(({ code, err }) => [code, err])).toEqual(
      Array(5).fill([0, ""]),
    );
    expect(html.out).toMatch(/^<!doctype html>/i);
    expect(text.out).toContain("Hello Reader 2,");
    expect(plain.out).toBe(text.out);
    expect(JSON.parse(json.out)).toMatchObject({
      subject: "A quiet week in printing",
      html: html.out,
      text: text.out,
    });
    const files = (await readdir(join(project.root, "seen"))).sort();
    expect(files).toEqual(["eml", "html", "json", "txt"].map((ending) => `${issue}.${ending}`));
    expect(await readFile(join(project.root, "seen", `${issue}.html`), "utf8")).toBe(html.out);
    const twoForms = await letterpress(project.root, "render", issue, "--html", "--text");
    expect(twoForms).toMatchObject({ code: 2, out: "", err: expect.stringContaining("Only one form fits") });
    const stranger = await letterpress(project.root, "render", issue, "--as", "nobody@example.org");
    expect(stranger).toMatchObject({
      code: 2,
      err: expect.stringContaining("nobody@example.org is not on the list"),
    });
  });

  test("send --dry-run shows the plan of a draft too, and says that it is one", async () => {
    await project.write("issues/draft.yaml", issueText().replace("status: ready", "status: draft"));
    const dry = await letterpress(project.root, "send", "draft", "--dry-run");
    expect(dry).toMatchObject({ code: 0, err: expect.stringContaining("issues/draft.yaml is a draft") });
    expect(dry.out).toContain("weekly: 3 readers");
  });

  test("send --dry-run prints the plan and changes nothing; so does a plan with another hash", async () => {
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.code).toBe(0);
    for (const words of [
      "Plan ",
      "A quiet week in printing",
      "weekly: 3 readers",
      "3 example.org",
      "at most 3 readers",
    ])
      expect(dry.out).toContain(words);
    const json = await letterpress(project.root, "send", issue, "--dry-run", "--json");
    const { plan } = JSON.parse(json.out);
    expect(plan).toMatchObject({ issue, list: "weekly", audience: { recipients: 3 } });
    expect(dry.out).toContain(plan.hash);
    const other = await letterpress(project.root, "send", issue, "--yes", "--plan", "000000000000");
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining("The plan was approved as 000000000000"),
    });
    await using store = await storeOf(project.root);
    expect(await listMailings(store)).toEqual([]);
    expect(relay.server.connections).toBe(0);
    expect(await letterpress(project.root, "status")).toMatchObject({
      code: 0,
      out: "Nothing has been sent yet.\n",
    });
  });
});

describe("Sending", () => {
  test("delivers to the byte what render shows of it, and status tells what became of it", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (to.startsWith("r3@") ? "550 5.1.1 No such user" : undefined),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 4 });
    const { plan } = JSON.parse((await letterpress(project.root, "send", issue, "--dry-run", "--json")).out);
    const sent = await letterpress(project.root, "send", issue, "--yes", "--json", "--plan", plan.hash);
    expect(sent.code).toBe(0);
    expect(JSON.parse(sent.out)).toMatchObject({
      plan: { hash: plan.hash },
      end: { status: "complete" },
      counts: { submitted: 3, rejected: 1 },
    });
    for (const { envelope, bytes } of relay.server.kept) {
      const [to = ""] = envelope.to;
      const name = `eml-${to.split("@")[0]}`;
      await letterpress(project.root, "render", issue, "--eml", "--as", to, "--out", name);
      expect((await readFile(join(project.root, name, `${issue}.eml`))).equals(bytes)).toBe(true);
    }
    const { out, code } = await letterpress(project.root, "status");
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${issue} to weekly {2}finished, 4 readers, started \\d{4}-`));
    expect(out).toMatch(/^ {2}submitted +3$/m);
    expect(out).toMatch(/^ {2}rejected +1 {2}the relay said no for good$/m);
    expect(out).toContain("rejected r3@example.org: 550 5.1.1 No such user");
    const shown = await letterpress(project.root, "subscribers", "list", "--json");
    expect(
      shown.out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).email),
    ).toHaveLength(4);
  });

  test("goes on from what was approved when the issue has changed, and says so", async () => {
    await using relay = await heldRelay(4);
    await using project = await newsletter({ port: relay.server.port, readers: 60 });
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 4);
    await stopped(first, relay);
    await project.write(`issues/${issue}.yaml`, "subject: [broken");
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.err).toContain("The issue has changed since, and has problems now: npx letterpress check.");
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    const subjects = new Set(
      relay.server.kept.map(({ bytes }) => /^Subject: [^\r]*/m.exec(bytes.toString())?.[0]),
    );
    expect([...subjects]).toEqual(["Subject: A quiet week in printing"]);
    expect(relay.server.kept).toHaveLength(60);
  });
});

describe("Subscribers", () => {
  test("are printed only as long as somebody reads them, and it ends quietly", async () => {
    await using project = await newsletter({ port: 9, readers: 5_000 });
    const list = start(project.root, ["subscribers", "list"]);
    list.child.stdout?.once("data", () => list.child.stdout?.destroy());
    expect(await list.finished).toMatchObject({
      code: 0,
      err: "unconfirmed 0, confirmed 5,000, unsubscribed 0\n",
    });
  });

  test("are imported with a report of every row, and listed with their state", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    await writeFile(
      join(project.root, "new.csv"),
      "email,firstName,status\nada@example.org,Ada,confirmed\nbob@example.org,Bob,unsubscribed\nnot an address,,\n",
    );
    const report = await letterpress(project.root, "subscribers", "import", "new.csv");
    expect(report).toMatchObject({
      code: 1,
      out: expect.stringContaining("3 rows: 1 added, 0 updated, 0 unchanged, 1 unsubscribed, 1 refused"),
    });
    expect(report.err).toMatch(/refused new\.csv:4 not an address /);
    const again = await letterpress(project.root, "subscribers", "import", "new.csv", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ rows: 3, added: 0 });
    const all = await letterpress(project.root, "subscribers", "list");
    expect(all.out).toBe(
      "r1@example.org\tconfirmed\nada@example.org\tconfirmed\nbob@example.org\tunsubscribed\n",
    );
    expect(all.err).toContain("confirmed 2");
    const left = await letterpress(project.root, "subscribers", "list", "--state", "unsubscribed");
    expect(left.out).toBe("bob@example.org\tunsubscribed\n");
    const wrong = await letterpress(project.root, "subscribers", "list", "--state", "gone");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('No subscription is "gone".') });
    const missing = await letterpress(project.root, "subscribers", "import", "nowhere.csv");
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining("nowhere.csv") });
    expect(missing.err).toMatch(
      /^error nowhere\.csv could not be read: there is no such file or folder\. Check the path.*\[subscriptions\/unreadable\]\n$/,
    );
  });
});
