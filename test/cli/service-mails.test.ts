import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { systemClock } from "../../src/base/clock.ts";
import { signUp } from "../../src/subscriptions/sign-up.ts";
import { newsletter, type Running, start, storeOf } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { startScriptedServer } from "../support/smtp-server.ts";
import type { TempProject } from "../support/temp-project.ts";

describe("confirmation mails of letterpress serve", () => {
  test("survive kill -9: what was on its way is not sent again, what waited is", async () => {
    let isHeld = true;
    const server = await startScriptedServer({ dot: () => (isHeld ? { next: "silence" } : undefined) });
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.close());
    await using project = await newsletter({ port: server.port, readers: 1 });
    await ask(project, "first@example.org");
    const before = start(project.root, ["serve", "--port", "0"]);
    await until(async () => (await mails(project))[0] === "submitting");
    await ask(project, "second@example.org");
    before.child.kill("SIGKILL");
    await before.finished;
    isHeld = false;
    const after = start(project.root, ["serve", "--port", "0"]);
    await listening(after);
    await until(async () => server.kept.length > 0);
    after.child.kill("SIGTERM");
    expect((await after.finished).code).toBe(0);
    expect(server.kept.map(({ envelope }) => envelope.to)).toEqual([["second@example.org"]]);
    expect(await mails(project)).toEqual(["submitting", "submitted"]);
  });

  test("wait when they cannot be made, and serve begins all the same", async () => {
    await using project = await newsletter({
      port: 1,
      readers: 1,
      relay: "    user: ada\n    password: { env: NO_SUCH_PASSWORD }\n",
    });
    const serving = start(project.root, ["serve", "--port", "0"]);
    await listening(serving);
    serving.child.kill("SIGTERM");
    const { code, err } = await serving.finished;
    expect([code, err]).toEqual([0, expect.stringContaining("wait until then")]);
    expect(err).toContain("NO_SUCH_PASSWORD=… npx letterpress serve");
  });
});

describe("check", () => {
  const more = "service: { welcome: mails/welcome.yaml }";

  test("looks at the welcome of one's own as at an issue, and at the words of the others", async () => {
    await using project = await newsletter({ port: 1, readers: 1, more });
    await mkdir(join(project.root, "mails"));
    const welcome = (letter: string) =>
      project.write(
        "mails/welcome.yaml",
        `subject: Welcome on board\npreheader: What comes next\ndate: 2026-01-01\nstatus: ready\nblocks:\n  - letter: ${letter}\n`,
      );
    await welcome("Hello {{firstName|there}}, good to have you.");
    expect(await letterpressHere(project.root, "check")).toMatchObject({ code: 0 });
    await welcome("Hello {{firstname|there}}.");
    const faulty = await letterpressHere(project.root, "check");
    expect(faulty.code).toBe(1);
    expect(faulty.out + faulty.err).toContain("mails/welcome.yaml:6");
    await welcome("Hello.");
    await project.write("templates/words/de.yaml", "number: x\n");
    expect((await letterpressHere(project.root, "check", "--json")).code).toBe(1);
  });
});

/** Waits until it says that it answers. */
async function listening({ child }: Running): Promise<void> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes("Answering readers")) return;
  }
  throw new Error(`it ended and said ${said}`);
}

async function ask({ root }: TempProject, email: string): Promise<void> {
  const parsed = parseAddress(email);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  await using store = await storeOf(root);
  const { address } = parsed;
  await signUp(store, { address, lists: ["weekly"], fields: {}, form: "test", now: systemClock.now() });
}

async function mails({ root }: TempProject): Promise<readonly string[]> {
  await using store = await storeOf(root);
  const rows = await store.db.selectFrom("service_mails").select("state").orderBy("id").execute();
  return rows.map(({ state }) => state);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
