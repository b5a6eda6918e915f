import { access, chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openStore } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { configText, issue, newsletter, relayWith, start, storeFile, storeOf, until } from "./newsletter.ts";

/** A newsletter in which nothing was ever imported or sent. */
async function untouched(): Promise<TempProject> {
  const project = await tempProject({ [issue]: issueText() });
  await project.write("letterpress.yaml", configText({ port: 9 }));
  return project;
}

describe("Without a store", () => {
  test("who only looks makes none", async () => {
    await using project = await untouched();
    const [status, json, list, text, eml, as, dry] = await Promise.all([
      letterpress(project.root, "status"),
      letterpress(project.root, "status", "--json"),
      letterpress(project.root, "subscribers", "list"),
      letterpress(project.root, "render", issue),
      letterpress(project.root, "render", issue, "--eml"),
      letterpress(project.root, "render", issue, "--as", "ada@example.org"),
      letterpress(project.root, "send", issue, "--dry-run"),
    ]);
    expect(status).toMatchObject({ code: 0, out: "Nothing has been sent yet.\n" });
    expect(json).toMatchObject({ code: 0, out: "[]\n" });
    expect(list).toMatchObject({ code: 0, out: "", err: "unconfirmed 0, confirmed 0, unsubscribed 0\n" });
    expect(text).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Hello there,") });
    expect(eml).toMatchObject({ code: 0, err: expect.stringContaining("There is no store yet") });
    expect(as).toMatchObject({ code: 2, err: expect.stringContaining("ada@example.org is not on the list") });
    expect(dry).toMatchObject({ code: 1, out: "", err: expect.stringContaining("There is no store yet") });
    for (const more of [["--dry-run"], ["--yes"]])
      expect(await letterpress(project.root, "send", issue.replace("quiet", "quite"), ...more)).toMatchObject(
        {
          code: 2,
          err: expect.stringContaining(`Did you mean "${issue}"?`),
        },
      );
    await expect(access(dirname(storeFile(project.root)))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("who only looks writes no list into one that is there", async () => {
    await using project = await newsletter({ port: 9, readers: 1 });
    await project.write("letterpress.yaml", configText({ port: 9, lists: "weekly: { name: Renamed }" }));
    for (const args of [["status"], ["render", issue], ["subscribers", "list"]])
      expect((await letterpress(project.root, ...args)).code).toBe(0);
    // Not through `storeOf`, which would write the name back.
    await using store = await openStore({ file: storeFile(project.root) });
    expect(await store.db.selectFrom("lists").select("name").execute()).toEqual([{ name: "The Weekly" }]);
  });
});

describe("The name of an issue", () => {
  test("finds .yaml and .yml, and never the folder of the same name", async () => {
    await using project = await untouched();
    await mkdir(join(project.root, issue));
    await mkdir(join(project.root, "issues", issue));
    expect(await letterpress(project.root, "check", issue)).toMatchObject({ code: 0 });
    await rename(join(project.root, "issues", `${issue}.yaml`), join(project.root, "issues", `${issue}.yml`));
    expect(await letterpress(project.root, "check", issue)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`ok issues/${issue}.yml`),
    });
    await rm(join(project.root, "issues", `${issue}.yml`));
    expect(await letterpress(project.root, "check", issue)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`There is no issue "${issue}".`),
    });
  });
});

describe("render --out", () => {
  test("says what is in the way: a file, or a folder one may not write to", async () => {
    await using project = await untouched();
    await writeFile(join(project.root, "taken"), "");
    for (const folder of ["taken", "taken/below"]) {
      const refused = await letterpress(project.root, "render", issue, "--out", folder);
      expect(refused.err).toMatch(
        /^error Nothing more can be written into \S+taken\S*: .+\. Name a folder .*\[render\/not-written\]\n$/m,
      );
      expect(refused.code).toBe(1);
    }
    // Root may write everywhere.
    if (process.getuid?.() === 0) return;
    await mkdir(join(project.root, "closed"));
    await chmod(join(project.root, "closed"), 0o500);
    const closed = await letterpress(project.root, "render", issue, "--out", "closed");
    expect(closed).toMatchObject({ code: 1, err: expect.stringContaining("permission was denied") });
  });
});

describe("preview", () => {
  test("shows real readers with links that open nothing", async () => {
    await using project = await newsletter({ port: 9, readers: 1 });
    // The port that an inbox usually has is taken: by this, or by somebody else already.
    const usual = createServer().on("error", () => undefined);
    usual.listen(1025, "127.0.0.1");
    const preview = start(project.root, ["preview", issue]);
    let out = "";
    preview.child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    try {
      await until(() => out.includes("http://"));
      const url = /http:\/\/[^/\s]+/.exec(out)?.[0] ?? "";
      const page = await (await fetch(`${url}/issues/${issue}`)).text();
      expect(page).toContain("r1@example.org");
      await using store = await storeOf(project.root);
      const token = (await findSubscription(store, 1, "weekly"))?.token ?? "none";
      const paths = [...page.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path ?? "");
      const shown = await Promise.all(
        paths.map(async (path) => (await fetch(url + path.replaceAll("&amp;", "&"))).text()),
      );
      expect([page, ...shown].join("\n")).toContain("/u/previewpreview");
      expect([page, ...shown].join("\n")).not.toContain(token);
      // Any program may send to the inbox that it names.
      await until(() => out.includes("SMTP"));
      expect(out).toContain(" (1025 is taken, perhaps by another preview)\n");
      const port = Number(/SMTP for any program on this machine at 127\.0\.0\.1:(\d+)/.exec(out)?.[1]);
      await smtpDialogue(port, oneMessage(Buffer.from("Subject: From a program\r\n\r\nHello.\r\n")));
      expect(await (await fetch(`${url}/inbox`)).text()).toContain("From a program");
    } finally {
      usual.close();
      preview.child.kill("SIGTERM");
      await preview.finished;
    }
  });

  test("says so when its port is taken", async () => {
    await using project = await untouched();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const refused = await letterpress(project.root, "preview", "--port", String(port));
    expect(refused.err).toBe(
      `error Port ${port} of this machine cannot be used: the port is already in use. Choose another port, or end the program that uses it. [preview/port]\n`,
    );
    expect(refused.code).toBe(1);
    await new Promise((resolve) => other.close(resolve));
  });
});

describe("An uncertain reader", () => {
  test("is decided for without a relay when nobody else is left", async () => {
    await using relay = await relayWith({ dot: { next: "end", keep: true } });
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    const sent = await letterpress(project.root, "send", issue, "--yes");
    expect(sent.code).toBe(1);
    expect(sent.err).toContain("--uncertain skip (some may get none)");
    expect(sent.err).toContain(`as in: npx letterpress send ${issue} --uncertain skip`);
    expect(sent.err).toMatch(/Incomplete: 1 reader left\.\n$/);
    await relay.server.close();
    const skipped = await letterpress(project.root, "send", issue, "--uncertain", "skip", "--json");
    expect(skipped.err).toContain("Skipped: 1 uncertain reader.");
    expect(skipped.code).toBe(0);
    expect(JSON.parse(skipped.out)).toMatchObject({ end: { status: "complete" }, counts: { skipped: 1 } });
  }, 60_000);
});
