import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { signUp } from "../../src/subscriptions/sign-up.ts";
import { newsletter, storeFile, storeOf } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { TempProject } from "../support/temp-project.ts";

let project: TempProject;

beforeEach(async () => {
  project = await newsletter({
    port: 1,
    readers: 2,
    lists: "weekly: { name: The Weekly }\n  monthly: { name: The Monthly }",
    fields: "firstName: {}\n  age: { type: number }",
    more: "tags: { member: {} }\n",
  });
});

afterEach(async () => project[Symbol.asyncDispose]());

const here = (...args: readonly string[]) => letterpressHere(project.root, ...args);
const subscribers = (...args: readonly string[]) => here("subscribers", ...args);
const weekly = ["--list", "weekly"];
const source = ["--source", "paper form, spring fair"];

describe("subscribers add", () => {
  test("adds one person with fields and tags, and the log says where they agreed", async () => {
    const more = ["--field", "firstName=Ada=1", "--field", "age=36.0", "--tag", "member"];
    const added = await subscribers("add", "Ada@Example.org", ...weekly, ...source, ...more);
    expect([added.code, added.out]).toEqual([0, "Ada@example.org is on the list weekly now.\n"]);
    const shown = JSON.parse((await subscribers("show", "ada@example.org", "--json")).out);
    expect(shown).toMatchObject({
      email: "Ada@example.org",
      signUps: [],
      subscriber: {
        fields: { firstName: "Ada=1", age: "36" },
        tags: ["member"],
        subscriptions: [{ list: "weekly", state: "confirmed" }],
        consent: [{ list: "weekly", type: "added", source: "paper form, spring fair" }],
      },
    });
    expect((await subscribers("add", "ada@example.org", ...weekly, ...source)).out).toContain("already");
  });

  test("subscribes nobody again who has left, complained or was erased, and says so", async () => {
    await subscribers("remove", "r1@example.org", ...weekly);
    await here("suppress", "add", "r2@example.org", "--reason", "complaint");
    const back = await subscribers("add", "r1@example.org", ...weekly, ...source, "--json");
    expect([back.code, JSON.parse(back.out)]).toEqual([
      1,
      { email: "r1@example.org", list: "weekly", result: "unsubscribed" },
    ]);
    expect((await subscribers("add", "r2@example.org", ...weekly, ...source)).code).toBe(1);
    await subscribers("erase", "r1@example.org", "--yes");
    const again = await subscribers("add", "r1@example.org", ...weekly, ...source);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining("is suppressed")]);
  });

  test.each([
    [["ada@"], "use/address"],
    [["ada@example.org"], "use/no-source"],
    [["ada@example.org", "--source", " "], "use/source"],
    [["ada@example.org", "--source", "mail of ADA@example.org"], "use/source"],
    [["ada@example.org", ...source, "--field", "firstname=Ada"], "use/field"],
    [["ada@example.org", ...source, "--field", "age"], "use/field"],
    [["ada@example.org", ...source, "--field", "age=old"], "use/field"],
    [["ada@example.org", ...source, "--tag", "members"], "use/unknown-tag"],
  ])("refuses %j and writes nothing", async (args, code) => {
    const refused = await subscribers("add", ...args, ...weekly);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`[${code}]`);
    expect((await subscribers("show", "ada@example.org")).code).toBe(1);
  });
});

describe("subscribers remove", () => {
  test("ends one subscription with a line in the log, and leaves the others", async () => {
    await subscribers("add", "r1@example.org", "--list", "monthly", ...source);
    const removed = await subscribers("remove", "r1@example.org", ...weekly, "--source", "asked by phone");
    expect([removed.code, removed.out]).toEqual([
      0,
      expect.stringContaining("gets nothing of the list weekly"),
    ]);
    expect((await subscribers("remove", "r1@example.org", ...weekly)).out).toContain("had left");
    expect((await subscribers("remove", "nobody@example.org", ...weekly)).code).toBe(1);
    const { out } = await subscribers("show", "r1@example.org");
    expect(out).toMatch(/monthly: confirmed since/);
    expect(out).toMatch(/weekly: unsubscribed since/);
    expect(out).toMatch(/removed weekly \(asked by phone\)/);
  });
});

describe("subscribers show", () => {
  test("has everything: the consent log outlives unsubscribing, and a sign-up and a suppression are there", async () => {
    await using store = await storeOf(project.root);
    const { id = 0 } = (await findSubscriber(store, "r1@example.org")) ?? {};
    const token = (await findSubscription(store, id, "weekly"))?.token ?? "";
    await unsubscribe(store, token, 1_000_000, { source: "one-click", network: "192.0.2.0/24" });
    await ask("r1@example.org");
    await addSuppression(store, { key: "r1@example.org", reason: "bounce", source: "smtp", createdAt: 7 });
    const { out } = await subscribers("show", "R1@example.org", "--json");
    expect(JSON.parse(out)).toMatchObject({
      subscriber: {
        fields: { firstName: "Reader 1" },
        consent: [
          { type: "imported", source: "readers.csv", at: "1970-01-01T00:00:01.000Z" },
          { type: "unsubscribed", source: "one-click", network: "192.0.2.0/24" },
        ],
        deliveries: [],
        votes: [],
      },
      signUps: [{ lists: ["weekly"], source: "front page", requestedAt: expect.stringMatching(/^20/) }],
      mails: [{ kind: "sign-up", state: "pending" }],
      suppression: { reason: "bounce", source: "smtp", createdAt: "1970-01-01T00:00:00.007Z" },
    });
    expect(out).not.toContain(token);
  });
});

describe("subscribers erase", () => {
  test("says what it would take away and asks; without anybody there it changes nothing", async () => {
    const asked = await subscribers("erase", "r1@example.org");
    expect(asked.code).toBe(2);
    expect(asked.err).toContain("1 line of the consent log");
    expect(asked.err).toContain("a keyed hash stays");
    expect(asked.err).toContain("npx letterpress subscribers erase r1@example.org --yes");
    expect((await subscribers("show", "r1@example.org")).code).toBe(0);
  });

  test("leaves no trace of an address in the files of the store, wherever it stood", async () => {
    const email = "r1@example.org";
    await here("suppress", "add", email, "--reason", "complaint", "--source", "postmaster");
    {
      await using store = await storeOf(project.root);
      await ask(email);
      const { id = 0 } = (await findSubscriber(store, email)) ?? {};
      await store.db
        .insertInto("mailings")
        .values({
          id: 7,
          issue: "hello",
          list_id: "weekly",
          only_text: "",
          state: "paused",
          plan_hash: "p",
          date: 1,
          sender: "{}",
          recipients: 1,
          created_at: 1,
          finished_at: null,
          runner: null,
          lease_until: null,
          stopped_by: null,
          stop_reason: JSON.stringify({ message: `550 <${email.toUpperCase()}> no` }),
          measured_at: null,
          measured_submitted: null,
          scheduled_at: null,
        })
        .execute();
      await store.db
        .insertInto("deliveries")
        .values({
          mailing_id: 7,
          subscriber_id: id,
          variant: "all",
          state: "rejected",
          attempts: 1,
          due_at: null,
          reason: `550 5.1.1 <${email}>: no such user`,
          changed_at: 1,
          revision: null,
          relay: null,
        })
        .execute();
    }
    expect(await traces(email)).toBeGreaterThan(0);
    const { code, err } = await subscribers("erase", email, "--yes");
    expect([code, err]).toEqual([0, expect.stringContaining("1 delivery stays, without a person")]);
    expect(await traces(email)).toBe(0);
    expect(await traces("Reader 1")).toBe(0);
    expect(await traces("r2@example.org")).toBeGreaterThan(0);
    await using store = await storeOf(project.root);
    const [delivery] = await store.db.selectFrom("deliveries").select(["state", "reason"]).execute();
    expect(delivery).toEqual({ state: "rejected", reason: "550 5.1.1 <(erased)>: no such user" });
    const { out } = await here("suppress", "list");
    expect(out).toMatch(/^\(erased\)\tcomplaint\t/);
  });

  test("keeps the link in old mails working", async () => {
    await using store = await storeOf(project.root);
    const { id = 0 } = (await findSubscriber(store, "r1@example.org")) ?? {};
    const token = (await findSubscription(store, id, "weekly"))?.token ?? "";
    await subscribers("erase", "r1@example.org", "--yes");
    expect(await unsubscribe(store, token, 9)).toEqual({ status: "erased", list: "weekly" });
  });

  test("says so when somebody who reads keeps the log from being emptied", async () => {
    const reader = new DatabaseSync(storeFile(project.root));
    reader.exec("begin; select count(*) from subscribers");
    reader.prepare("select email from subscribers").all();
    const { code, err } = await subscribers("erase", "r1@example.org", "--yes");
    reader.close();
    expect([code, err]).toEqual([0, expect.stringContaining("may still hold the address")]);
    const shown = await subscribers("show", "r1@example.org");
    expect(shown.out).toContain("no subscriber");
    expect((await subscribers("erase", "r1@example.org")).out).toBe(
      "Nothing but a keyed hash is known of r1@example.org.\n",
    );
  });
});

describe("suppress", () => {
  test("adds addresses once, with reason and source, and prints them", async () => {
    const first = await here("suppress", "add", "a@example.org", "B@example.org", "--source", "support");
    expect([first.code, first.out]).toEqual([
      0,
      "a@example.org is never mailed again.\nB@example.org is never mailed again.\n",
    ]);
    const again = await here("suppress", "add", "b@example.org", "--reason", "bounce", "--json");
    expect(JSON.parse(again.out)).toEqual([{ email: "b@example.org", isNew: false }]);
    const { out, err } = await here("suppress", "list", "--json");
    const rows = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.map(({ email, reason, source }) => [email, reason, source]).sort()).toEqual([
      ["a@example.org", "manual", "support"],
      ["b@example.org", "manual", "support"],
    ]);
    expect(err).toBe("");
  });

  test.each([
    [["a@"], "use/address"],
    [["a@example.org", "--reason", "erased"], "use/reason"],
    [["a@example.org", "--source", "said a@example.org"], "use/source"],
  ])("refuses %j", async (args, code) => {
    const { code: exit, err } = await here("suppress", "add", ...args);
    expect([exit, err]).toEqual([2, expect.stringContaining(`[${code}]`)]);
    expect((await here("suppress", "list")).out).toBe("");
  });
});

async function ask(email: string): Promise<void> {
  const parsed = parseAddress(email);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  await using store = await storeOf(project.root);
  const { address } = parsed;
  await signUp(store, {
    address,
    lists: ["weekly"],
    fields: {},
    form: "front page",
    now: Date.UTC(2026, 0, 1),
  });
}

/** How often these words stand in the store and its log, in whatever case. */
async function traces(words: string): Promise<number> {
  let found = 0;
  for (const ending of ["", "-wal"]) {
    const bytes = await readFile(`${storeFile(project.root)}${ending}`).catch(() => Buffer.alloc(0));
    const text = bytes.toString("latin1").toLowerCase();
    found += text.split(words.toLowerCase()).length - 1;
  }
  return found;
}
