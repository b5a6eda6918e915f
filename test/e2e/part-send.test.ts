import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import type { ScriptedServer } from "../support/smtp-server.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { addReader } from "../support/temp-store.ts";
import { configText, issue, newsletter, type Reported, relayWith, reported, storeOf } from "./newsletter.ts";

const declared = { more: "tags:\n  member: {}\n  beta: {}\n" };

/** Four readers, the first two of them members. */
async function withMembers(port: number): Promise<TempProject> {
  const project = await newsletter({ port, readers: 4, ...declared });
  const tagged = await letterpress(
    project.root,
    "subscribers",
    "tag",
    "member",
    "r1@example.org",
    "r2@example.org",
  );
  expect(tagged).toMatchObject({ code: 0, out: "2 readers got the tag member\n" });
  return project;
}

/** `r1`, `r2` …: who got a message. */
function readersOf({ kept }: ScriptedServer): readonly (string | undefined)[] {
  return kept.map(({ envelope }) => envelope.to[0]?.split("@")[0]).sort();
}

describe("Sending to a part of a list", () => {
  test("reaches the part, then the rest, nobody twice, and says so at every step", async () => {
    await using relay = await relayWith();
    await using project = await withMembers(relay.server.port);
    const dry = await letterpress(project.root, "send", issue, "--only", "tag member", "--dry-run");
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.out).toMatch(/^ {2}list +weekly: 2 readers$/m);
    expect(dry.out).toMatch(/^ {2}only +tag "member"$/m);
    expect(dry.out).toMatch(/^ {2}left out +2 readers: not among those it is for$/m);
    const part = await letterpress(project.root, "send", issue, "--only", "tag 'member'", "--yes", "--json");
    expect(part.code).toBe(0);
    expect(JSON.parse(part.out)).toMatchObject({
      plan: { only: 'tag "member"', variants: [{ variant: "all", readers: 2 }] },
    });
    const again = await letterpress(project.root, "send", issue, "--only", "tag member", "--yes");
    expect(again).toMatchObject({
      code: 0,
      out: 'Everybody on weekly (only tag "member") already has this issue: 2 readers. Nothing was sent.\n',
    });
    const rest = await letterpress(project.root, "send", issue, "--yes");
    expect(rest.out).toMatch(/^ {2}left out +2 readers: reached by another mailing of this issue$/m);
    expect(rest.code).toBe(0);
    expect(readersOf(relay.server)).toEqual(["r1", "r2", "r3", "r4"]);
    const over = await letterpress(project.root, "send", issue, "--yes");
    expect(over.out).toBe("Everybody on weekly already has this issue: 2 readers. Nothing was sent.\n");
    const others = await letterpress(project.root, "send", issue, "--only", "not tag member", "--yes");
    expect(others).toMatchObject({
      code: 0,
      err: 'Nobody on weekly (only not tag "member") is left: 2 readers have it, or are about to get it, through other mailings of this issue. Nothing was sent.\n',
    });
    const { out } = await letterpress(project.root, "status");
    expect(out).toMatch(new RegExp(`^${issue} to weekly {2}finished, 2 readers`, "m"));
    expect(out).toMatch(
      new RegExp(`^${issue} to weekly \\(only tag "member"\\) {2}finished, 2 readers`, "m"),
    );
    // One of each mailing.
    for (const { envelope, bytes } of [relay.server.kept[0], relay.server.kept[3]].filter(
      (one) => one !== undefined,
    )) {
      const shown = await letterpress(project.root, "render", issue, "--eml", "--as", envelope.to[0] ?? "");
      expect(shown.out).toBe(bytes.toString());
    }
  }, 60_000);

  test("goes on with the part that was interrupted, which a plain send names and leaves alone", async () => {
    await using closing = await relayWith({
      connect: ({ connection }) => (connection > 1 ? { say: "421 closing", next: "end" } : undefined),
    });
    await using project = await withMembers(closing.server.port);
    const broken = await letterpress(project.root, "send", issue, "--only", "tag member", "--yes");
    expect(broken.code).toBe(1);
    const goOn = `npx letterpress send ${issue} --only 'tag member'`;
    expect(broken.err).toContain(`Go on with: ${goOn}`);
    const found = JSON.parse(
      (await letterpress(project.root, "status", "--json")).out,
    ) as readonly Reported[];
    expect(found.map(({ only, recipients }) => [only, recipients])).toEqual([['tag "member"', 2]]);
    expect((await letterpress(project.root, "status")).out).toContain(
      `Go on with: npx letterpress send ${issue} --only 'tag "member"'`,
    );
    const plain = await letterpress(project.root, "send", issue, "--dry-run");
    expect(plain.out).toMatch(/^ {2}list +weekly: 2 readers$/m);
    expect(plain.err).toContain(
      `The mailing of this issue to weekly (only tag "member") has 2 readers left. Go on with it: npx letterpress send ${issue} --only 'tag "member"'`,
    );

    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port, ...declared }));
    const rest = await letterpress(project.root, "send", issue, "--yes");
    expect(rest.code).toBe(0);
    expect(readersOf(back.server)).toEqual(["r3", "r4"]);
    const gone = await letterpress(project.root, "send", issue, "--only", 'tag "member"', "--yes");
    expect(gone).toMatchObject({ code: 0, err: expect.stringContaining("reached anybody") });
    expect(readersOf(back.server)).toEqual(["r1", "r2", "r3", "r4"]);
  }, 60_000);

  test("keeps the readers of a part that reached nobody, whatever stops its next start", async () => {
    await using closing = await relayWith({
      connect: ({ connection }) => (connection > 1 ? { say: "421 closing", next: "end" } : undefined),
    });
    await using project = await withMembers(closing.server.port);
    const part = ["send", issue, "--only", "tag member"];
    expect((await letterpress(project.root, ...part, "--yes")).code).toBe(1);
    const before = await reported(project.root);
    expect(before).toMatchObject({ state: "paused", recipients: 2, counts: { pending: 2 } });
    const wider = await letterpress(project.root, "send", issue, "--only", "tag member or tag beta", "--yes");
    expect(wider).toMatchObject({
      code: 1,
      err: expect.stringContaining("2 readers have it, or are about to"),
    });
    const written = issueText();
    const refused = async (...more: readonly string[]) => {
      const { code, err } = await letterpress(project.root, ...part, ...more);
      expect(code).toBeGreaterThan(0);
      expect(await reported(project.root)).toEqual(before);
      return err;
    };
    expect(await refused()).toContain("Nobody is here to approve the plan.");
    expect(await refused("--yes", "--plan", "000000000000")).toContain("was approved as 000000000000");
    expect(await refused("--yes")).toContain("421 closing");
    await project.write(`issues/${issue}.yaml`, written.replace("status: ready", "status: draft"));
    expect(await refused("--yes")).toContain("is a draft");
    await project.write(`issues/${issue}.yaml`, "subject: [");
    expect(await refused("--yes")).toContain("has errors");
    const { out, code } = await letterpress(project.root, "status");
    expect(code).toBe(1);
    expect(out).toContain(`Go on with: npx letterpress send ${issue} --only 'tag "member"'\n`);
  }, 60_000);

  test("decides for the uncertain of a part only where it has begun, also when nothing of it is declared any more", async () => {
    await using breaking = await relayWith({ dot: { next: "end" } });
    await using project = await withMembers(breaking.server.port);
    const part = await letterpress(project.root, "send", issue, "--only", "tag member", "--yes");
    expect(part.code).toBe(1);
    const { counts } = (await reported(project.root)) ?? {};
    expect(counts).toMatchObject({ uncertain: 2 });
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port, ...declared }));
    const slip = await letterpress(project.root, "send", issue, "--uncertain", "skip", "--yes");
    expect(slip).toMatchObject({ code: 2, out: "" });
    expect(slip.err).toContain(`\n  npx letterpress send ${issue} --only 'tag "member"' --uncertain skip\n`);
    expect(slip.err).toContain("[use/uncertain]");
    await project.write("issues/another.yaml", issueText());
    expect(await letterpress(project.root, "send", "another", "--uncertain", "skip", "--yes")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Nobody is in any other mailing of it."),
    });

    const monthly = "monthly: { name: The Monthly }";
    await project.write("letterpress.yaml", configText({ port: back.server.port, lists: monthly }));
    const { out } = await letterpress(project.root, "status");
    const words = ["send", issue, "--list", "weekly", "--only", 'tag "member"', "--uncertain"];
    for (const decision of ["skip", "resend"])
      expect(out).toContain(
        `: npx letterpress send ${issue} --list weekly --only 'tag "member"' --uncertain ${decision}\n`,
      );
    expect(out).not.toContain("Go on with");
    const misspelt = ["send", issue, "--list", "weekly", "--only", "tag membr", "--yes"];
    expect((await letterpress(project.root, ...misspelt)).err).toContain('there is no tag "membr"');
    const never = await letterpress(project.root, "send", issue, "--list", "weekly", "--yes");
    expect(never).toMatchObject({ code: 2, err: expect.stringContaining('There is no list "weekly".') });
    expect(readersOf(back.server)).toEqual([]);
    expect(await letterpress(project.root, ...words, "resend", "--yes")).toMatchObject({ code: 0 });
    expect(readersOf(back.server)).toEqual(["r1", "r2"]);
  }, 60_000);

  test("says who has joined since, and how they get the issue", async () => {
    await using relay = await relayWith();
    await using project = await withMembers(relay.server.port);
    const send = (...only: readonly string[]) =>
      letterpress(project.root, "send", issue, ...only.flatMap((one) => ["--only", one]), "--yes");
    expect((await send("tag member")).code).toBe(0);
    expect((await letterpress(project.root, "subscribers", "tag", "member", "r3@example.org")).code).toBe(0);
    expect(await send("tag member")).toMatchObject({
      code: 1,
      out: `The mailing of this issue to weekly (only tag "member") is finished: 2 readers have it. Nothing was sent.
1 more has joined since and does not have it. Send it to them with: npx letterpress send ${issue} --only 'tag "member" and list "weekly"'\n`,
    });
    expect((await send("tag member and list weekly")).code).toBe(0);
    expect((await send()).code).toBe(0);
    expect(readersOf(relay.server)).toEqual(["r1", "r2", "r3", "r4"]);
    await using store = await storeOf(project.root);
    await addReader(store, { email: "late@example.org" });
    const late = await send();
    expect(late).toMatchObject({ code: 1 });
    expect(late.out).toContain(`them with: npx letterpress send ${issue} --only 'list "weekly"'\n`);
    expect((await send('list "weekly"')).code).toBe(0);
    expect(await send()).toMatchObject({
      code: 0,
      out: expect.stringContaining("Everybody on weekly already"),
    });
    await addReader(store, { email: "later@example.org" });
    expect(await send()).toMatchObject({ code: 1, out: expect.stringContaining("give them a tag") });
    expect(readersOf(relay.server)).toEqual(["late", "r1", "r2", "r3", "r4"]);
  }, 60_000);

  test("shows what is wrong with the expression under it, and does nothing", async () => {
    await using project = await newsletter({ port: 9, readers: 1, ...declared });
    const wrong = await letterpress(
      project.root,
      "send",
      issue,
      "--only",
      "tag membr && firstName = Ada",
      "--yes",
    );
    expect(wrong.code).toBe(2);
    expect(wrong.err.split("\n").slice(0, 4)).toEqual([
      "error --only has 2 problems:",
      "  tag membr && firstName = Ada",
      '      ^ there is no tag "membr". Did you mean "member"? Declare it in letterpress.yaml, under "tags".',
      '            ^ "&&" is not written here. Write "and".',
    ]);
    const listed = await letterpress(project.root, "subscribers", "list", "--only", "");
    expect(listed).toMatchObject({ code: 2, err: expect.stringContaining("the audience is empty") });
  });
});

describe("Tags of subscribers", () => {
  test("come from a column, from --tag and by hand, and are listed", async () => {
    await using project = await newsletter({ port: 9, readers: 1, ...declared });
    const file = "email,tags\nada@example.org,beta\nbob@example.org,bta\n";
    await writeFile(join(project.root, "new.csv"), file);
    const imported = await letterpress(project.root, "subscribers", "import", "new.csv", "--tag", "member");
    const counts = "2 rows: 1 added, 0 updated, 0 unchanged, 1 refused\n";
    expect(imported).toMatchObject({ code: 1, out: expect.stringContaining(counts) });
    expect(imported.err).toContain(
      'has the tag "bta", which letterpress.yaml does not declare; did you mean "beta"?',
    );
    const byHand = await letterpress(
      project.root,
      "subscribers",
      "tag",
      "member",
      "R1@example.org",
      "ada@example.org",
      "eve@example.org",
    );
    expect(byHand).toMatchObject({
      code: 1,
      out: "1 reader got the tag member, 1 had it already\n",
      err: "No subscriber has the address eve@example.org.\n",
    });
    const all = await letterpress(project.root, "subscribers", "list");
    expect(all.out).toBe("r1@example.org\tconfirmed\tmember\nada@example.org\tconfirmed\tbeta,member\n");
    const beta = await letterpress(project.root, "subscribers", "list", "--only", "tag beta", "--json");
    expect(JSON.parse(beta.out)).toMatchObject({ email: "ada@example.org", tags: ["beta", "member"] });
    expect(beta.err).toBe("1 reader\n");
    await writeFile(join(project.root, "left.csv"), "email,status,tags\neve@example.org,unsubscribed,beta\n");
    await letterpress(project.root, "subscribers", "import", "left.csv");
    const both = await letterpress(project.root, "subscribers", "list", "--only", "tag beta");
    expect(both.err).toBe("2 readers, 1 of them confirmed\n");
    const taken = await letterpress(
      project.root,
      "subscribers",
      "tag",
      "member",
      "r1@example.org",
      "--remove",
    );
    expect(taken).toMatchObject({ code: 0, out: "1 reader lost the tag member\n" });
    const unknown = await letterpress(project.root, "subscribers", "tag", "membre", "r1@example.org");
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "member"?') });
    const wrong = await letterpress(project.root, "subscribers", "import", "new.csv", "--tag", "bta");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('There is no tag "bta".') });
  });
});
