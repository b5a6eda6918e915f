import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { spamProgram, whyNoProgram } from "../../../../src/check/outside/spam/spam-program.ts";
import { spamd, whyNoSpamd } from "../../../../src/check/outside/spam/spamd.ts";
import { letterpressHere } from "../../../support/letterpress-here.ts";
import { compiled, entry } from "../../../support/program.ts";
import { scriptedSpamd, spamdAnswer } from "../../../support/scripted-spamd.ts";
import { issueText, type TempProject, tempProject } from "../../../support/temp-project.ts";

/** A finding in JSON, with what is the same for every finding of its rule. */
interface Told {
  readonly at: { readonly line: number };
  readonly why: string;
  readonly docs: string;
}

async function asks(project: TempProject, spamdAt: string): Promise<void> {
  const before = await readFile(join(project.root, "letterpress.yaml"), "utf8");
  await project.write("letterpress.yaml", `${before}\nspamd: ${spamdAt}\n`);
}

describe("check --spamassassin", () => {
  test("scores the very message of a send, and tells the score, what counts most, and all of it in a note", async () => {
    await using server = await scriptedSpamd(
      spamdAnswer(
        "6.5 / 5.0",
        "2.9 MONEY_BACK BODY: Money back guarantee",
        "1.6 SUBJ_ALL_CAPS Subject is all capitals",
        "0.7 HTML_FONT_LOW_CONTRAST BODY: low contrast",
        "1.3 RCVD_IN_PBL Received via a relay in a list",
      ),
    );
    await using project = await tempProject({ hello: issueText() });
    await asks(project, `127.0.0.1:${server.port}`);
    const { code, out } = await letterpressHere(project.root, "check", "hello", "--spamassassin", "--json");
    const [{ problems, notes }] = JSON.parse(out);
    expect({
      code,
      problems: problems.map(({ at, why: _, docs: __, ...one }: Told) => ({
        ...one,
        line: at.line,
      })),
    }).toEqual({
      code: 0,
      problems: [
        {
          code: "check/spam-rule",
          severity: "warning",
          line: 1,
          message: "SpamAssassin gives the mail 2.9 points for MONEY_BACK: Money back guarantee.",
          remedy: "Write it otherwise, or waive it when it is meant.",
        },
        {
          code: "check/spam-score",
          severity: "warning",
          line: 1,
          message: "SpamAssassin gives the mail 5.2 points, and calls it spam: its threshold is 5.0.",
          remedy:
            "Change what these count, the largest first: 2.9 MONEY_BACK (Money back guarantee), 1.6 SUBJ_ALL_CAPS (Subject is all capitals), 0.7 HTML_FONT_LOW_CONTRAST (low contrast).",
        },
        expect.objectContaining({
          code: "check/spam-rule",
          message: expect.stringContaining("SUBJ_ALL_CAPS"),
        }),
      ],
    });
    expect(notes).toEqual([
      "SpamAssassin gives the mail 5.2 points, and calls one spam from 5.0 on: 2.9 MONEY_BACK (Money back guarantee), 1.6 SUBJ_ALL_CAPS (Subject is all capitals), 0.7 HTML_FONT_LOW_CONTRAST (low contrast). One rule is left out that asked the network about a mail that has not travelled.",
    ]);
    const { out: message } = await letterpressHere(project.root, "render", "hello", "--eml");
    const undated = (text = "") => text.replace(/^Date: .*$/m, "");
    expect(server.messages.map(undated)).toEqual([undated(message)]);
  });

  test("names the worst of several variants, and says nothing against a mail that is far from the threshold", async () => {
    await using server = await scriptedSpamd(
      spamdAnswer("2.5 / 5.0", "0.9 A_RULE Words", "1.6 B_RULE Other words"),
    );
    const more = "  - letter:\n      body: Members read more.\n      only: tag member\n";
    await using project = await tempProject({ hello: issueText({ more }) });
    await asks(project, `127.0.0.1:${server.port}`);
    const { out } = await letterpressHere(project.root, "check", "--spamassassin", "--json");
    expect(server.messages).toHaveLength(2);
    expect(out).toMatch(/gives the variant [01] 2\.5 points, and is halfway to calling it spam/);
    expect(out).toContain("SpamAssassin gives the worst of 2 variants (");
    await using calm = await scriptedSpamd(spamdAnswer("2.4 / 5.0", "0.9 A_RULE Words"));
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    await project.write("letterpress.yaml", config.replace(/spamd: .*/, `spamd: 127.0.0.1:${calm.port}`));
    const quiet = JSON.parse(
      (await letterpressHere(project.root, "check", "--spamassassin", "--json")).out,
    )[0];
    expect(quiet.problems).toEqual([]);
    expect(quiet.notes[0]).toContain("2.4 points");
  });

  test("says where nobody answers, whether the place was named or not", async () => {
    await using server = await scriptedSpamd("");
    await using project = await tempProject({ hello: issueText() });
    await server[Symbol.asyncDispose]();
    await asks(project, `127.0.0.1:${server.port}`);
    expect(await letterpressHere(project.root, "check", "--spamassassin")).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        `No spamd answers at 127.0.0.1:${server.port}: the connection was refused.`,
      ),
    });
    await asks(project, "nowhere at all");
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    await project.write("letterpress.yaml", config.replace(/spamd: 127.*\n/, ""));
    expect((await letterpressHere(project.root, "check")).err).toContain("is not where a spamd listens");
  });
});

test("where there is neither a spamd nor the program a sentence says so, and everything else is told", async () => {
  await using project = await tempProject({ hello: issueText({ letter: "[a](https://bit.ly/1)" }) });
  const child = spawn(process.execPath, [entry, "check", "--spamassassin"], {
    cwd: project.root,
    env: { ...compiled, PATH: project.root },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(code).toBe(0);
  expect(said).toContain("[check/link-shortener]");
  // Of a machine with a spamd of its own this says nothing.
  if ((await whyNoSpamd({ host: "127.0.0.1", port: 783 })) === undefined) return;
  expect(said).toMatch(
    /^SpamAssassin was not asked: no spamd answers at 127\.0\.0\.1:783 \(the connection was refused\), and the program spamassassin cannot be started \(there is no such program\)\. Install it/,
  );
});

describe("spamd", () => {
  const message = Buffer.from("Subject: Hello\r\n\r\nHello.\r\n");

  test("is known by its PONG, and whatever else answers is not taken for it", async () => {
    await using server = await scriptedSpamd(
      "SPAMD/1.0 75 Timeout: (30 second timeout while trying to REPORT)\r\n",
    );
    const { port } = server;
    const place = { host: "127.0.0.1", port };
    expect(await whyNoSpamd(place)).toBeUndefined();
    expect(await spamd(place).score(message)).toEqual({
      status: "failed",
      words: "spamd says 75 Timeout: (30 second timeout while trying to REPORT)",
    });
    const other = createServer((socket) => socket.resume().end("220 mail.example.org ESMTP\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const elsewhere = { host: "127.0.0.1", port: (other.address() as { port: number }).port };
    const no = "does not speak as spamd does";
    expect(await whyNoSpamd(elsewhere)).toContain(no);
    expect(await spamd(elsewhere).score(message)).toMatchObject({
      status: "failed",
      words: expect.stringContaining(no),
    });
    await new Promise((resolve) => other.close(resolve));
    expect(await whyNoSpamd({ path: "/no/such/socket" })).toBe("there is no such file or folder");
  });

  test("that gives no score is no reason to stop: the others are told", async () => {
    await using server = await scriptedSpamd("SPAMD/1.0 75 Timeout\r\n");
    await using project = await tempProject({ hello: issueText({ letter: "[a](https://bit.ly/1)" }) });
    await asks(project, `127.0.0.1:${server.port}`);
    const { out } = await letterpressHere(project.root, "check", "--spamassassin", "--json");
    const [{ problems, notes }] = JSON.parse(out);
    expect(problems).toEqual([expect.objectContaining({ code: "check/link-shortener" })]);
    expect(notes).toEqual(["The mail could not be scored, because spamd says 75 Timeout."]);
  });
});

test("a program that is not there is told to be absent", async () => {
  expect(await whyNoProgram("no-such-program-of-letterpress")).toBe("there is no such program");
  expect(await spamProgram("no-such-program-of-letterpress").score(Buffer.from("x"))).toMatchObject({
    status: "failed",
  });
});
