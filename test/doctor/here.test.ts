import { chmod, mkdir, open, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { examine, type Finding } from "../../src/doctor/examination.ts";
import { ofHere } from "../../src/doctor/here/all.ts";
import { type HereSeen, lookHere } from "../../src/doctor/here/look-here.ts";
import { unfilledRelayHost } from "../../src/model/unfilled-relay.ts";
import { markRun, readMarks, writeMarks } from "../../src/store/run-marks.ts";
import { writeJournal } from "../../src/store/unsubscribe-journal.ts";
import { rsaKey } from "../support/dkim-verifier.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { TempProject } from "../support/temp-project.ts";
import { newsletter, storeFile, storeOf } from "../e2e/newsletter.ts";

const now = Date.UTC(2026, 8, 1);

async function look(
  { root }: TempProject,
  given: { readonly environment?: Readonly<Record<string, string>>; readonly now?: number } = {},
): Promise<HereSeen> {
  const { config, problems: configProblems } = await readConfig(root);
  if (config === undefined) throw new Error("letterpress.yaml has problems");
  const node = { version: "v24.1.0", oldest: 24 };
  return lookHere(config, { now, node, environment: {}, configProblems, serviceProblems: [], ...given });
}

/** What the examination with this id says of what was seen. */
function findingsOf(seen: HereSeen, id: string): readonly Finding[] {
  return examine(ofHere, seen).filter(({ examination }) => examination === id);
}

describe("This machine, when all is well", () => {
  test("gets a good word for each examination, and loses nothing by it", async () => {
    await using project = await newsletter({ port: 2525, readers: 3 });
    const before = await stat(storeFile(project.root));
    const seen = await look(project);
    const verdicts = examine(ofHere, seen).map(({ examination, verdict }) => `${examination} ${verdict}`);
    expect(verdicts).toEqual([
      "here/node good",
      "here/config good",
      "here/sender good",
      "here/store good",
      "here/store-whole good",
      "here/store-newest good",
      "here/store-log good",
      "here/disk good",
      "here/clock good",
      "here/dkim-keys unseen",
      "here/relays good",
      "here/relay-secrets good",
      "here/templates good",
    ]);
    expect(findingsOf(seen, "here/store")[0]?.says).toContain("3 confirmed on weekly");
    expect((await stat(storeFile(project.root))).mtimeMs).toBe(before.mtimeMs);
  });

  test("makes no store where there is none", async () => {
    await using project = await newsletter({ port: 2525, readers: 0 });
    await project.write("letterpress.yaml", `${await configOf(project)}\nstore: elsewhere/store.sqlite\n`);
    const seen = await look(project);
    expect(seen.store).toEqual({ status: "absent" });
    expect(findingsOf(seen, "here/store")[0]).toMatchObject({
      verdict: "good",
      says: expect.stringContaining("yet"),
    });
    await expect(stat(join(project.root, "elsewhere"))).rejects.toThrow("ENOENT");
  });
});

test("What init wrote of the sender is a problem, with the keys to fill in", async () => {
  await using project = await newsletter({ port: 2525, readers: 0 });
  const text = await configOf(project);
  await project.write("letterpress.yaml", text.replace("1 Sample Street", "Street and number"));
  expect(findingsOf(await look(project), "here/sender")).toEqual([
    expect.objectContaining({
      verdict: "problem",
      says: 'letterpress.yaml still has what init wrote: postalAddress ("Street and number").',
      remedy: expect.stringContaining("Write into letterpress.yaml what is true"),
    }),
  ]);
});

test("A relay that is still the example of init is a problem, and nothing good is said of it", async () => {
  await using project = await newsletter({ port: 2525, readers: 0 });
  const text = await configOf(project);
  await project.write(
    "letterpress.yaml",
    text.replace("127.0.0.1", unfilledRelayHost).replace("security: none", "security: tls"),
  );
  const seen = await look(project);
  const [relay] = (await readConfig(project.root)).config?.relays ?? [];
  const told = examine(ofHere, seen).filter(({ about }) => about === relay?.name);
  expect(told).toEqual([
    expect.objectContaining({
      examination: "here/relays",
      verdict: "problem",
      says: 'Its host is still "smtp.example.org", as init wrote it.',
      remedy: expect.stringContaining("the host, port, security and user"),
    }),
  ]);
});

describe("The store", () => {
  test("that is damaged is a problem, with what SQLite says", async () => {
    await using project = await newsletter({ port: 2525, readers: 400 });
    const file = storeFile(project.root);
    const { size } = await stat(file);
    const handle = await open(file, "r+");
    await handle.write(Buffer.alloc(size - 8192, 0x55), 0, size - 8192, 8192);
    await handle.close();
    const [finding] = examine(ofHere, await look(project)).filter(({ verdict }) => verdict === "problem");
    expect(finding?.says).toMatch(/is damaged/);
    expect(finding?.remedy).toContain("backup");
  });

  test("that is no store, or of a newer version, is a problem", async () => {
    await using project = await newsletter({ port: 2525, readers: 0 });
    {
      await using store = await storeOf(project.root);
      await store.db
        .withTables<{ migrations: { name: string; timestamp: string } }>()
        .insertInto("migrations")
        .values({ name: "999-tomorrow", timestamp: "2030-01-01" })
        .execute();
    }
    expect(findingsOf(await look(project), "here/store")[0]).toMatchObject({
      verdict: "problem",
      remedy: "Update Letterpress on this machine.",
    });
    await writeFile(storeFile(project.root), "a letter to the printer, which is no database at all");
    expect(findingsOf(await look(project), "here/store")[0]).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("is not a Letterpress store"),
    });
    await writeFile(storeFile(project.root), "");
    expect(findingsOf(await look(project), "here/store")[0]).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("is empty"),
    });
    await project.write("letterpress.yaml", `${await configOf(project)}\nstore: issues\n`);
    expect(findingsOf(await look(project), "here/store")[0]).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("is a folder"),
    });
  });

  test("that is an older copy than was sent from is a problem, and names the issues that came after", async () => {
    await using project = await newsletter({ port: 2525, readers: 1 });
    {
      await using store = await storeOf(project.root);
      await markRun(store, { id: 7, issue: "2026-09-01-quiet" });
      const marks = readMarks(store.file);
      if (marks === undefined) throw new Error("no marks");
      const { "7": mark } = marks.mailings;
      const later = { issue: mark?.issue ?? "", generation: 9 };
      writeMarks(store.file, { ...marks, generation: 9, mailings: { "7": later } });
    }
    const [finding] = findingsOf(await look(project), "here/store-newest");
    expect(finding).toMatchObject({ verdict: "problem", says: expect.stringContaining("2026-09-01-quiet") });
  });

  test("has its journal and its log told, and a disk that is nearly full", async () => {
    await using project = await newsletter({ port: 2525, readers: 1 });
    writeJournal(storeFile(project.root), [{ token: "a".repeat(32), at: now, source: "one-click" }]);
    const seen = await look(project);
    expect(findingsOf(seen, "here/store-log").map(({ verdict }) => verdict)).toEqual(["warning", "good"]);
    if (seen.store.status !== "open") throw new Error("the store did not open");
    const long = { ...seen, hasJournal: false, store: { ...seen.store, logBytes: 2 ** 30 } };
    expect(findingsOf(long, "here/store-log")[0]).toMatchObject({
      verdict: "warning",
      says: "The write-ahead log has 1 GB.",
    });
    for (const [room, verdict] of [
      [10 * 2 ** 20, "problem"],
      [200 * 2 ** 20, "warning"],
      [2 ** 40, "good"],
    ] as const)
      expect(findingsOf({ ...seen, room }, "here/disk")[0]?.verdict).toBe(verdict);
  });
});

describe("The clock", () => {
  test("is a problem when the store knows of something later", async () => {
    await using project = await newsletter({ port: 2525, readers: 1 });
    const seen = await look(project, { now: 900 - 3 * 3_600_000 });
    expect(findingsOf(seen, "here/clock")[0]).toMatchObject({
      verdict: "problem",
      says: expect.stringMatching(/newest entry of the store .* 3 hours later/),
      remedy: expect.stringContaining("set-ntp"),
    });
  });
});

describe("Secrets", () => {
  test("are read and never told: a key that others can read, one that is missing, a password that is not set", async () => {
    const dkim = `dkim:
  - { domain: news.example.org, selector: news, key: { file: news.pem } }
  - { domain: news.example.org, selector: other, key: { env: OTHER_KEY } }
`;
    const relay = "    user: ada\n    password: { env: RELAY_PASSWORD }";
    await using project = await newsletter({ port: 2525, readers: 0, more: dkim, relay });
    const key = rsaKey();
    await writeFile(join(project.root, "news.pem"), key.privateKeyPem, { mode: 0o644 });
    await chmod(join(project.root, "news.pem"), 0o644);
    const open = await look(project);
    expect(findingsOf(open, "here/dkim-keys")).toMatchObject([
      {
        verdict: "problem",
        about: "news._domainkey.news.example.org",
        remedy: expect.stringContaining("chmod 600"),
      },
      {
        verdict: "problem",
        about: "other._domainkey.news.example.org",
        says: expect.stringContaining("OTHER_KEY"),
      },
    ]);
    expect(findingsOf(open, "here/relay-secrets")[0]).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("RELAY_PASSWORD"),
      remedy:
        "Write RELAY_PASSWORD='…' into the file .env beside letterpress.yaml, or set it for this command: RELAY_PASSWORD=… npx letterpress doctor",
    });
    expect(findingsOf(open, "here/relay-secrets")).toHaveLength(1);
    await writeFile(join(project.root, ".env"), "", { mode: 0o644 });
    expect(findingsOf(await look(project), "here/relay-secrets")[1]).toMatchObject({
      verdict: "warning",
      about: ".env",
      remedy: "Run: chmod 600 .env",
    });
    await chmod(join(project.root, ".env"), 0o600);
    await chmod(join(project.root, "news.pem"), 0o600);
    const environment = { OTHER_KEY: key.privateKeyPem, RELAY_PASSWORD: "a secret of the shop" };
    const closed = await look(project, { environment });
    expect(findingsOf(closed, "here/dkim-keys")).toMatchObject([
      { verdict: "good", says: expect.stringContaining("RSA 2048") },
      { verdict: "good" },
    ]);
    const told = JSON.stringify(closed) + JSON.stringify(examine(ofHere, closed));
    expect(told).not.toContain("a secret of the shop");
    expect(told).not.toContain("PRIVATE KEY");
  });
});

describe("letterpress doctor", () => {
  test("tells of a template with a fault, at its line, and exits with 1", async () => {
    await using project = await newsletter({ port: 2525, readers: 1 });
    const good = await letterpressHere(project.root, "doctor", "--offline");
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining("0 problems, 0 warnings") });
    await mkdir(join(project.root, "templates/weekly/blocks"), { recursive: true });
    await project.write("templates/weekly/blocks/letter.mjml", "<mj-text>{{#if letter}}</mj-text>\n");
    const { code, out } = await letterpressHere(project.root, "doctor", "--offline");
    expect(code).toBe(1);
    expect(out).toMatch(/problem +templates\/weekly\/blocks\/letter\.mjml:1:\d+/);
  });

  test("tells of a broken configuration and goes no further; its JSON has counts and findings", async () => {
    await using project = await newsletter({ port: 2525, readers: 0 });
    await project.write("letterpress.yaml", `${await configOf(project)}\nnonsense: 1\n`);
    const { code, out } = await letterpressHere(project.root, "doctor", "--json");
    expect(code).toBe(1);
    const { counts, findings } = JSON.parse(out);
    expect(counts).toEqual({ good: 1, warning: 0, problem: 1, unseen: 0 });
    expect(findings[1]).toMatchObject({
      examination: "here/config",
      part: "here",
      verdict: "problem",
      says: expect.stringContaining('"nonsense"'),
    });
    expect(await letterpressHere(project.root, "doctor", "--format", "xml")).toMatchObject({
      code: 2,
      out: "",
    });
  });
});

async function configOf({ root }: TempProject): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(join(root, "letterpress.yaml"), "utf8");
}
