import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { pngPicture } from "../support/pictures.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const hello = "2026-09-01-hello";
const second = "2026-09-08-second";
const more = `
  - image: { src: images/press.png, alt: A printing press }
  - letter: { only: tag member, body: Only members read this. }
  - poll: { id: team, question: Whose side?, options: [{ id: one, title: One }, { id: two, title: Two }] }
`;

async function withIssues() {
  const service = await testService();
  const { root } = service.project;
  await mkdir(join(root, "issues/images"));
  await service.project.write("issues/images/press.png", pngPicture(1200, 600));
  const ada = await service.reader("ada@example.org", { firstName: "Adalbertine" });
  await sentIssue(service, { id: hello, text: issueText({ more }) });
  const text = issueText({ subject: "Another week" }).replace("2026-09-01", "2026-09-08");
  await sentIssue(service, { id: second, text, date: Date.UTC(2026, 8, 8, 7) });
  return { service, root, folder: join(root, "public"), ada };
}

/** Every file below a folder with its content, by its path. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).replaceAll("\\", "/"), await readFile(path));
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

const written = [
  "archive/2026-09-01-hello/index.html",
  "archive/2026-09-08-second/index.html",
  "archive/index.html",
  "atom.xml",
  "feed.json",
  "feed.xml",
  "icon.svg",
  "sitemap.xml",
  "style.css",
];

describe("letterpress archive", () => {
  test("says in a sentence which issue was changed in the store, and writes nothing", async () => {
    const { service, root, folder } = await withIssues();
    await using _ = service;
    await service.store.db
      .updateTable("public_editions")
      .set({ digest: "another" })
      .where("mailing_id", "in", (row) => row.selectFrom("mailings").select("id").where("issue", "=", second))
      .execute();
    const run = await letterpressHere(root, "archive");
    expect(run.code).toBe(1);
    expect(run.err).toContain(`The issue ${second} cannot be read.`);
    expect(run.err).toContain("Restore the store from a backup.");
    expect(await filesIn(folder)).toEqual(new Map());
  });

  test("writes what serve shows, byte for byte, with the pictures", async () => {
    const { service, root, folder } = await withIssues();
    await using _ = service;
    const run = await letterpressHere(root, "archive");
    expect(run.err).toBe("");
    expect(run.code).toBe(0);
    const files = await filesIn(folder);
    const picture = [...files.keys()].find((path) => /^assets\/press-[0-9a-f]{12}\.png$/.test(path)) ?? "";
    expect([...files.keys()]).toEqual([".letterpress-archive.json", ...written, picture].sort());
    for (const path of [...written, picture]) {
      const answer = await service.ask(`/${path.replace(/\/index\.html$/, "")}`);
      expect([path, answer.status]).toEqual([path, 200]);
      expect([path, Buffer.from(await answer.arrayBuffer()).equals(files.get(path) as Buffer)]).toEqual([
        path,
        true,
      ]);
    }
    expect(run.out).toContain("new     public/archive/2026-09-01-hello/index.html\n");
    expect(run.out).toContain(
      `2 public issues; files: ${written.length + 1} new. Publish public/ at https://news.example.org.`,
    );
  });

  test("holds no token, no address and no value of a reader, and no script", async () => {
    const { service, root, folder, ada } = await withIssues();
    await using _ = service;
    await letterpressHere(root, "archive");
    for (const [path, bytes] of await filesIn(folder)) {
      const text = bytes.toString("latin1");
      expect([path, text.includes(ada.token)]).toEqual([path, false]);
      expect([path, /Adalbertine|Only members|<script|\son\w+=["']/i.exec(text)?.[0]]).toEqual([
        path,
        undefined,
      ]);
      expect([path, /[\w.+-]+@(?:[\w-]+\.)?example\.org/.exec(text)?.[0]]).toEqual([path, undefined]);
      expect([path, /\/[umpvc]\/[a-z2-7]{20,}/.exec(text)?.[0]]).toEqual([path, undefined]);
      // No base32 of the length of a token anywhere.
      expect([path, /(?<![a-z0-9])[a-z2-7]{32,}(?![a-z0-9])/.exec(text)?.[0]]).toEqual([path, undefined]);
    }
    const page = (await readFile(join(folder, `archive/${hello}/index.html`))).toString();
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<title"));
  });

  test("touches nothing the second time, and only what differs afterwards", async () => {
    const { service, root, folder } = await withIssues();
    await using _ = service;
    await letterpressHere(root, "archive");
    const times = async () =>
      Promise.all(
        [...(await filesIn(folder)).keys()].map(async (path) => (await stat(join(folder, path))).mtimeMs),
      );
    const before = await times();
    const again = await letterpressHere(root, "archive", "--json");
    expect(JSON.parse(again.out)).toEqual({
      folder,
      issues: 2,
      created: [],
      changed: [],
      unchanged: 9,
      removed: [],
      kept: [],
      pictures: { created: [], unchanged: 1, missing: [] },
    });
    expect(await times()).toEqual(before);
    await service.project.write(`issues/${second}.yaml`, `archive: false\n${issueText()}`);
    const back = JSON.parse((await letterpressHere(root, "archive", "--json")).out);
    expect(back).toMatchObject({
      issues: 1,
      created: [],
      changed: [
        "archive/index.html",
        "feed.xml",
        "atom.xml",
        "feed.json",
        "sitemap.xml",
        `archive/${hello}/index.html`,
      ],
      removed: [`archive/${second}/index.html`],
    });
    expect(await readdir(join(folder, "archive"))).toEqual([hello, "index.html"].sort());
  });

  test("neither writes over nor removes what somebody else made", async () => {
    const { service, root, folder } = await withIssues();
    await using _ = service;
    await mkdir(join(folder, "archive"), { recursive: true });
    await writeFile(join(folder, "archive/index.html"), "mine");
    await writeFile(join(folder, "about.html"), "mine too");
    const first = await letterpressHere(root, "archive");
    expect(first.code).toBe(1);
    expect(first.err).toContain(
      "public/archive/index.html was made or changed by somebody else and is left as it is.",
    );
    // A page that we made, changed by hand, and whose issue is then taken back.
    await writeFile(join(folder, `archive/${second}/index.html`), "changed by hand");
    await service.project.write(`issues/${second}.yaml`, `archive: false\n${issueText()}`);
    const next = await letterpressHere(root, "archive", "--json");
    expect(next.code).toBe(1);
    expect(JSON.parse(next.out)).toMatchObject({
      removed: [],
      kept: ["archive/index.html", `archive/${second}/index.html`],
    });
    const files = await filesIn(folder);
    expect(files.get("archive/index.html")?.toString()).toBe("mine");
    expect(files.get("about.html")?.toString()).toBe("mine too");
    expect(files.get(`archive/${second}/index.html`)?.toString()).toBe("changed by hand");
  });

  test("writes into another folder, and leaves the archive's own alone", async () => {
    const { service, root } = await withIssues();
    await using _ = service;
    const run = await letterpressHere(root, "archive", "--out", "elsewhere");
    expect(run.code).toBe(0);
    const files = await filesIn(join(root, "elsewhere"));
    expect([...files.keys()].filter((path) => path.startsWith("assets/"))).toHaveLength(1);
    expect(await readdir(root)).not.toContain("public");
  });

  test("takes hosted pictures along, and tells which nobody has copied yet", async () => {
    await using service = await testService();
    const { root } = service.project;
    await mkdir(join(root, "issues/images"));
    await service.project.write("issues/images/press.png", pngPicture(1200, 600));
    const yaml = (await readFile(join(root, "letterpress.yaml"))).toString();
    await service.project.write("letterpress.yaml", yaml.replace("images: attached", "images: hosted"));
    const { config } = await readConfig(root);
    if (config === undefined) throw new Error("letterpress.yaml has problems");
    await service.reader("ada@example.org");
    await sentIssue({ ...service, service: { config } }, { id: hello, text: issueText({ more }) });
    const without = await letterpressHere(root, "archive", "--out", "elsewhere");
    expect(without.code).toBe(1);
    expect(without.err).toMatch(
      /assets\/press-[0-9a-f]{12}\.png is shown by an issue and not in the archive\./,
    );
    await letterpressHere(root, "assets", hello);
    const run = JSON.parse((await letterpressHere(root, "archive", "--out", "elsewhere", "--json")).out);
    expect(run.pictures).toEqual({
      created: [expect.stringMatching(/^assets\/press-/)],
      unchanged: 0,
      missing: [],
    });
    const copied = (await filesIn(join(root, "elsewhere"))).get(run.pictures.created[0]);
    expect(copied?.equals(pngPicture(1200, 600))).toBe(true);
  });

  test("says what to do where nothing was sent, and where nothing is public", async () => {
    await using service = await testService();
    const { root } = service.project;
    const empty = await letterpressHere(root, "archive");
    expect(empty.code).toBe(0);
    expect(empty.err).toContain('"archive: true"');
    const file = join(root, "file");
    await writeFile(file, "");
    const refused = await letterpressHere(root, "archive", "--out", "file");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("cannot be written");
  });
});

describe("before an issue is sent", () => {
  test("the plan names the page that everybody will read, and render --public prints it", async () => {
    await using service = await testService();
    const { root } = service.project;
    await service.reader("ada@example.org");
    await service.project.write(
      `issues/${hello}.yaml`,
      issueText({ more: "  - letter: { only: tag member, body: Members. }\n" }),
    );
    const plan = await letterpressHere(root, "send", hello, "--dry-run");
    expect(plan.out).toContain(`archive    https://news.example.org/archive/${hello}, for everybody`);
    const page = await letterpressHere(root, "render", hello, "--public");
    expect(page.code).toBe(0);
    expect(page.out).toContain("Movable letters changed reading.");
    expect(page.out).not.toMatch(/Members\.|Unsubscribe/);
    for (const more of [["--as", "ada@example.org"], ["--eml"], ["--variant", "1"]])
      expect((await letterpressHere(root, "render", hello, "--public", ...more)).code).not.toBe(0);
    await service.project.write(`issues/${hello}.yaml`, `archive: false\n${issueText()}`);
    expect((await letterpressHere(root, "send", hello, "--dry-run")).out).not.toContain("/archive/");
    const members = issueText().replace(
      /blocks:[\s\S]*/,
      "blocks:\n  - letter: { only: tag member, body: Members. }\n",
    );
    await service.project.write(`issues/${hello}.yaml`, members);
    const none = await letterpressHere(root, "render", hello, "--public");
    expect(none.err).toContain("is for some readers only");
  });
});
