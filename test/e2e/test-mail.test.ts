import { describe, expect, test } from "@jest/globals";
import { checkEml } from "../support/eml-checker.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { expectations, issue, newsletter, relayWith, reported, storeOf } from "./newsletter.ts";

const to = ["--to", "zoe@example.org"];

/** The subjects of the mails that arrived, decoded where they had to be encoded, in their order. */
function subjectsOf(kept: readonly { readonly bytes: Buffer }[]): readonly string[] {
  return kept.map(({ bytes }) => /^Subject: ([^\r]*)/m.exec(bytes.toString())?.[1] ?? "");
}

describe("letterpress test", () => {
  test("sends one real copy as a subscriber, marked, to another address, and records nothing", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 2 });
    const sent = await letterpress(project.root, "test", issue, ...to, "--as", "r2@example.org");
    expect(sent).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^sent .*zoe@example\.org/),
    });
    const [copy] = relay.server.kept;
    expect(relay.server.kept).toHaveLength(1);
    if (copy === undefined) throw new Error("nothing arrived");
    expect(copy.envelope.to).toEqual(["zoe@example.org"]);
    expect(subjectsOf(relay.server.kept)).toEqual([
      expect.stringMatching(/^\[Test \d\d:\d\d:\d\d\] A quiet week in printing$/),
    ]);
    const text = copy.bytes.toString();
    expect(text).toContain("\r\nReader 2=\r\n,");
    expect(
      checkEml(
        copy.bytes,
        { from: copy.envelope.from, to: "zoe@example.org", needsUtf8: false },
        expectations,
      ),
    ).toEqual([]);
    await using store = await storeOf(project.root);
    for (const { token } of await store.db.selectFrom("subscriptions").select("token").execute())
      expect(text).not.toContain(token);
    expect(await reported(project.root)).toBeUndefined();
  });

  test("sends as an invented reader, and without a store", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 0 });
    expect((await letterpress(project.root, "test", issue, ...to, "--as", "special")).code).toBe(0);
    expect(relay.server.kept[0]?.bytes.toString()).toContain("\r\nO'Brien & <Sons>=\r\n,");
    expect(await letterpress(project.root, "test", issue, ...to, "--as", "arabc")).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no reader "arabc". Did you mean "arabic"?'),
    });
  });

  test("whose relay has no password is not answered with the command that would mail every reader", async () => {
    await using project = await newsletter({
      port: 9,
      readers: 0,
      relay: "    user: editor\n    password: { env: LETTERPRESS_TEST_PASSWORD }",
    });
    const { code, err } = await letterpress(project.root, "test", issue, ...to);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining("LETTERPRESS_TEST_PASSWORD=… npx letterpress test …"),
    });
    expect(err).not.toContain("letterpress send");
    await project.write(".env", "LETTERPRESS_TEST_PASSWORD='hunter2x'\n");
    const told = await letterpress(project.root, "test", issue, ...to);
    expect(told.err).not.toContain("is not set");
    expect(told.err).toContain("127.0.0.1:9");
  });

  test("sends every variant, each with its number, to each address", async () => {
    await using relay = await relayWith();
    const text = issueText({ subject: "[First words, Other words]" });
    await using project = await newsletter({ port: relay.server.port, readers: 1, text });
    const many = [...to, "ada@example.org"];
    const sent = await letterpress(project.root, "test", issue, ...many, "--all-variants", "--json");
    expect(sent.code).toBe(0);
    expect(JSON.parse(sent.out)).toEqual(
      ["zoe@example.org", "ada@example.org"].flatMap((address) =>
        ["a", "b"].map((variant) =>
          expect.objectContaining({ to: address, sent: true, variant: expect.stringContaining(variant) }),
        ),
      ),
    );
    expect(subjectsOf(relay.server.kept)).toEqual(
      [1, 2, 3, 4].map((number) =>
        expect.stringMatching(
          new RegExp(`^\\[Test [\\d:]+, ${number} of 4\\] ${number % 2 === 1 ? "First" : "Other"} words$`),
        ),
      ),
    );
    const one = await letterpress(project.root, "test", issue, ...to, "--variant", "c");
    expect(one).toMatchObject({ code: 2, err: expect.stringContaining('The issue has no variant "c".') });
  });

  test("says what the relay answers, and exits with 1 when a copy was not sent", async () => {
    await using relay = await relayWith({ rcpt: { say: "550 5.1.1 No such user" } });
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    const { code, err } = await letterpress(project.root, "test", issue, ...to, "nobody@example.org");
    expect(code).toBe(1);
    expect(err).toContain("550 5.1.1 No such user");
    expect(err).toContain("Is the address right?");
    expect(err).toContain("Of 2 test mails 2 could not be sent.");
  });

  test("sends nothing of an issue with errors, nor to what is no address", async () => {
    await using relay = await relayWith();
    const text = issueText({ letter: "Hello {{fistName}}." });
    await using project = await newsletter({ port: relay.server.port, readers: 1, text });
    expect(await letterpress(project.root, "test", issue, ...to)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("Nothing was sent"),
    });
    expect(await letterpress(project.root, "test", issue, "--to", "zoe@example")).toMatchObject({
      code: 2,
      err: expect.stringContaining('"zoe@example" is not an address'),
    });
    expect(relay.server.kept).toEqual([]);
  });
});
