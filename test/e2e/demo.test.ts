import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../src/model/message.ts";
import { openStore } from "../../src/store/store.ts";
import { checkEml, checkMailing } from "../support/eml-checker.ts";
import { compiled, entry, root } from "../support/program.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** What the sample configuration says, and what sample readers are called. */
const expectations = {
  postalAddress: ["Letterpress", "1 Composing Room", "Example City 12345"],
  replyTo: "desk@news.example.org",
  // One reader calls himself {{firstName}}, and is shown as just that.
  literalBraces: true,
};

interface Run {
  readonly code: number;
  readonly out: string;
}

function demo(folder: string, ...flags: readonly string[]): Promise<Run> {
  return demoFrom({ npm_lifecycle_event: "demo" }, folder, ...flags);
}

function demoFrom(
  environment: Readonly<Record<string, string>>,
  folder: string,
  ...flags: readonly string[]
): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [entry, "demo", ...flags],
      { cwd: folder, env: { ...process.env, ...compiled, ...environment } },
      (_fault, stdout, stderr) => resolve({ code: child.exitCode ?? -1, out: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

async function arrived(folder: string): Promise<readonly { bytes: Buffer; envelope: Envelope }[]> {
  const inbox = join(folder, ".letterpress", "demo", "inbox");
  const names = (await readdir(inbox)).filter((name) => name.endsWith(".eml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(inbox, name));
      const side = JSON.parse(await readFile(join(inbox, name.replace(/\.eml$/, ".json")), "utf8")) as {
        from: string;
        to: readonly string[];
      };
      const [to = ""] = side.to;
      return { bytes, envelope: { from: side.from, to, needsUtf8: false } };
    }),
  );
}

describe("The demo", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let first: Run;

  beforeAll(async () => {
    folder = await tempFolder();
    first = await demo(folder.path);
  }, 60_000);

  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
  });

  test("imports, checks, plans, sends and says where to look, and ends by itself with 0", async () => {
    expect(first.out).toContain("29 rows: 25 added, 0 updated, 0 unchanged, 1 unsubscribed, 3 refused");
    // The file of the package, at a path that leads there.
    const [, path = "", line] = /refused (.*subscribers\.csv):(\d+)/.exec(first.out) ?? [];
    expect(first.out).toContain(`Import the sample readers of ${path}, which`);
    expect(await readFile(join(folder.path, path), "utf8")).toBe(
      await readFile(join(root, "subscribers.csv"), "utf8"),
    );
    expect(line).toBe("16");
    expect(first.out).toContain("weekly: 25 readers");
    expect(first.out).toContain("submitted 25");
    expect(first.out).toContain("25 messages in");
    expect(first.code).toBe(0);
  });

  test("gives every sample reader one message that keeps every rule", async () => {
    const mails = await arrived(folder.path);
    expect(new Set(mails.map(({ envelope }) => envelope.to)).size).toBe(25);
    expect(mails).toHaveLength(25);
    for (const { bytes, envelope } of mails) expect(checkEml(bytes, envelope, expectations)).toEqual([]);
    expect(checkMailing(mails)).toEqual([]);
  });

  test("sends nothing the second time, and starts over with --fresh", async () => {
    const second = await demo(folder.path);
    expect(second.out).toContain("Everybody already has this issue");
    expect(second.out).toContain("Start over with: npm run demo -- --fresh\n");
    expect(second.code).toBe(0);
    expect(await arrived(folder.path)).toHaveLength(25);
    const fresh = await demo(folder.path, "--fresh");
    expect(fresh.out).toContain("submitted 25");
    expect(fresh.code).toBe(0);
    expect(await arrived(folder.path)).toHaveLength(25);
  }, 60_000);

  test("after a kill says how to start over, shows what arrived, and recovers", async () => {
    await using store = await openStore({ file: join(folder.path, ".letterpress", "demo", "store.sqlite") });
    // As a sender leaves it that was killed between the last byte of a message and the answer.
    await store.db.updateTable("mailings").set({ state: "running", finished_at: null }).execute();
    await store.db
      .updateTable("deliveries")
      .set({ state: "submitting" })
      .where("subscriber_id", "=", 1)
      .execute();
    await store.close();
    const killed = await demo(folder.path);
    expect(killed.out).toContain("may or may not have a copy");
    expect(killed.out).toContain("npm run demo -- --fresh");
    expect(killed.out).not.toContain("--uncertain");
    expect(killed.out).toContain("25 messages in");
    expect(killed.code).toBe(1);
    expect((await demo(folder.path, "--fresh")).code).toBe(0);
  }, 60_000);

  test("says how to start over where it is installed and there is no script of that name", async () => {
    const { out } = await demoFrom({ npm_lifecycle_event: "npx" }, folder.path);
    expect(out).toContain("Start over with: npx letterpress demo --fresh\n");
  }, 60_000);

  test("that cannot be forgotten says why", async () => {
    await using other = await tempFolder();
    await writeFile(join(other.path, ".letterpress"), "");
    const { code, out } = await demo(other.path, "--fresh");
    expect(out).toMatch(
      /^error The demo that was sent before cannot be removed from .*\[demo\/not-removed\]\n$/,
    );
    expect(code).toBe(1);
  });
});
