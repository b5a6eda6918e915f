import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listMailings } from "../../src/store/mailings.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { type Case, cases, file, send } from "./bad-input-cases.ts";
import { configText, type Finished, newsletter, relayWith, start, storeFile, storeOf } from "./newsletter.ts";

/*
 * What goes wrong before anything is sent, through the real command line. Each case ends with a sentence that says what
 * is wrong, where, and what to do; never with a stack; and with the exit code that scripts rely on.
 */

let relay: ScriptedServer;

beforeAll(async () => {
  relay = await startScriptedServer();
});

afterAll(async () => relay.close());

function expectClear({ out, err }: Finished): void {
  expect(`${out}\n${err}`).not.toMatch(/\n {4}at |\bbug\b|\[object Object\]|undefined|node:internal/);
  expect(err.trim()).not.toBe("");
}

describe("Bad input", () => {
  const tried = new Map<string, Tried>();

  // Three at a time: most of the time goes into starting processes.
  beforeAll(async () => {
    const left = Object.entries(cases);
    const worker = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        tried.set(next[0], await tryOut(next[1], relay.port));
    };
    await Promise.all([worker(), worker(), worker()]);
  }, 120_000);

  test.each(Object.entries(cases))("%s: one clear sentence, and nothing is sent", (what, one) => {
    const { finished, mailings } = tried.get(what) ?? {};
    if (finished === undefined) throw new Error("it was not tried");
    expectClear(finished);
    for (const words of one.says) {
      if (typeof words === "string") expect(finished.err).toContain(words);
      else expect(finished.err).toMatch(words);
    }
    expect(finished.code).toBe(one.code);
    expect(mailings).toBe(0);
    expect(relay.connections).toBe(0);
  });

  test("a store that is damaged in the middle is said to be damaged", async () => {
    await using project = await newsletter({ port: relay.port, readers: 400 });
    const bytes = await readFile(storeFile(project.root));
    bytes.fill(0xee, 4_096, bytes.length - 4_096);
    await writeFile(storeFile(project.root), bytes);
    const finished = await letterpress(project.root, ...send);
    expectClear(finished);
    expect(finished.err).toMatch(/store\.sqlite is damaged.*Restore it from a backup.*\[store\/corrupt\]/);
    expect(finished.code).toBe(1);
    expect(relay.connections).toBe(0);
  });

  test("a file with which MJML would run programs is refused before MJML is loaded", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    await project.write(".mjmlconfig", '{"packages":["./evil.cjs"]}');
    await project.write("evil.cjs", "console.log('evil');");
    const { out, err, code } = await letterpress(project.root, "check");
    expect(out + err).not.toContain("evil");
    expect(err).toContain(
      "The folder has a file .mjmlconfig, with which MJML would run programs of its own.",
    );
    expect(code).toBe(2);
  });

  test("a file of nothing but faults: as many as somebody will read, and how many more", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    const keys = Array.from({ length: 500 }, (_, index) => `key${index}: 1\n`).join("");
    await project.write(file, keys + issueText());
    const { err, code } = await letterpress(project.root, "check");
    expect(err.match(/issue\/unknown-key/g)).toHaveLength(200);
    expect(err).toContain("… and 300 more findings; check --json has them all.\n500 errors, 0 warnings\n");
    expect(code).toBe(1);
  });

  test("a folder without anything: every command says where to go", async () => {
    await using folder = await tempFolder();
    for (const args of [
      ["check"],
      ["status"],
      ["send", "x", "--yes"],
      ["render", "x"],
      ["subscribers", "list"],
    ]) {
      const finished = await letterpress(folder.path, ...args);
      expectClear(finished);
      expect(finished.err).toContain("There is no letterpress.yaml in this folder or above it.");
      expect(finished.code).toBe(2);
    }
  });

  test("an unreachable relay: said once, nothing is frozen, and what is corrected meanwhile is sent", async () => {
    await using gone = await relayWith();
    await gone.server.close();
    await using project = await newsletter({ port: gone.server.port, readers: 3 });
    const finished = await letterpress(project.root, ...send);
    expectClear(finished);
    expect(finished.err).toMatch(
      /^error The relay main \(127\.0\.0\.1:\d+\) cannot be reached: the connection was refused\. Check that the host and the port.*\[transport\/unreachable\]\n$/,
    );
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    await project.write(file, issueText({ subject: "A corrected week" }));
    expect((await letterpress(project.root, ...send)).code).toBe(0);
    expect(back.server.kept).toHaveLength(3);
    for (const { bytes } of back.server.kept)
      expect(bytes.toString()).toContain("\nSubject: A corrected week\r");
  });

  test("a wrong password: said once, never shown, and nobody is touched", async () => {
    await using strict = await relayWith({
      extensions: ["AUTH PLAIN"],
      auth: "535 5.7.8 Bad credentials",
    });
    await using project = await newsletter({
      port: strict.server.port,
      readers: 3,
      relay: "    user: editor\n    password: { env: SMTP_PASSWORD }",
    });
    const finished = await start(project.root, send, { SMTP_PASSWORD: "hunter2-secret" }).finished;
    expectClear(finished);
    expect(finished.err).toMatch(
      /did not accept the user "editor".*535 5\.7\.8 Bad credentials.*Check the relay's user/,
    );
    expect(finished.err.match(/did not accept/g)).toHaveLength(1);
    expect(finished.out + finished.err).not.toContain("hunter2");
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
  });

  test("nobody on the list: nothing to send is said, and no mailing is made", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    const finished = await letterpress(project.root, ...send);
    expect(finished.err).toContain("Nobody on weekly can be mailed; nothing was sent.");
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
  });
});

interface Tried {
  readonly finished: Finished;
  readonly mailings: number;
}

async function tryOut(one: Case, port: number): Promise<Tried> {
  await using project = await newsletter({ port, readers: 3 });
  await one.spoil?.(project, port);
  const { root: folder } = project;
  const finished = await letterpress({ folder, environment: one.environment ?? {} }, ...(one.args ?? send));
  return { finished, mailings: await mailingsOf(project) };
}

/** How many mailings there are, where the store can still be asked. */
async function mailingsOf(project: TempProject): Promise<number> {
  const store = await storeOf(project.root).catch(() => undefined);
  if (store === undefined) return 0;
  const { length } = await listMailings(store);
  await store.close();
  return length;
}
