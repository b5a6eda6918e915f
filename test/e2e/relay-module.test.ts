import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  configText,
  expectations,
  issue,
  letterpress,
  newsletter,
  relayWith,
  reported,
} from "./newsletter.ts";
import { checkEml } from "../support/eml-checker.ts";

/** Notes that it was loaded, keeps what it is given in a folder, and does something else for some readers. */
const ownTransport = `
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("taken", { recursive: true });
export default ({ environment }) => ({
  name: "own",
  version: "1",
  send(mail, done) {
    const { from, to: [to] } = mail.message.getEnvelope();
    if (to === "r3@example.org")
      return done(Object.assign(new Error("no"), { responseCode: 550, response: "550 5.1.1 No such user", command: "RCPT TO" }));
    if (to === "r5@example.org") return; // for ever
    if (to === "r7@example.org") throw new Error("boom");
    const rejected = to === "r9@example.org" ? [to] : [];
    const chunks = [];
    const stream = mail.message.createReadStream();
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      if (rejected.length === 0)
        writeFileSync("taken/" + to + ".json", JSON.stringify({ from, to, bytes: Buffer.concat(chunks).toString("base64") }));
      done(null, { envelope: { from, to: [to] }, rejected, response: "taken by " + environment.WORD });
    });
  },
});
`;

async function project(relays: string, module: string) {
  const made = await newsletter({ port: 9, readers: 20 });
  await mkdir(join(made.root, "relays"));
  await made.write("relays/own.mjs", module);
  const before = configText({ port: 9 });
  await made.write("letterpress.yaml", before.replace(/relays:\n(?: .*\n)+/, `relays:\n${relays}\n`));
  return made;
}

describe("a relay that is a module of the newsletter", () => {
  test("is loaded only to send; what it says of each reader is written down as far as it can be known", async () => {
    const relays = "  - { name: own, transport: relays/own.mjs, connections: 3, timeouts: { message: 4s } }";
    await using made = await project(relays, ownTransport);
    const { root } = made;
    expect(await letterpress(root, "check")).toMatchObject({ code: 0 });
    const planned = await letterpress(root, "send", issue, "--dry-run");
    expect(planned.out).toContain("through    own (relays/own.mjs)");
    expect(existsSync(join(root, "taken"))).toBe(false);

    const { code, err } = await letterpress(root, "send", issue, "--yes");
    expect(err).toContain("submitted 16, rejected 2, uncertain 2");
    expect(code).toBe(1);
    const report = await reported(root);
    expect(report?.deliveries.map(({ email, state }) => [email, state])).toEqual([
      ["r3@example.org", "rejected"],
      ["r5@example.org", "uncertain"],
      ["r7@example.org", "uncertain"],
      ["r9@example.org", "rejected"],
    ]);
    const { out: metrics } = await letterpress(root, "status", "--metrics");
    expect(metrics).toMatch(/^letterpress_mailing_rejected\{.*because="mailbox"\} 1$/m);
    expect(metrics).toMatch(/^letterpress_mailing_rejected\{.*because="delivery"\} 1$/m);
    expect(report?.relays).toEqual([{ relay: "own", submitted: 16 }]);

    const files = await readdir(join(root, "taken"));
    expect(files).toHaveLength(16);
    for (const file of files) {
      const { from, to, bytes } = JSON.parse(await readFile(join(root, "taken", file), "utf8")) as Record<
        "from" | "to" | "bytes",
        string
      >;
      const envelope = { from, to, needsUtf8: false };
      expect(checkEml(Buffer.from(bytes, "base64"), envelope, expectations)).toEqual([]);
    }
  }, 180_000);

  test("that fails with every message is out of the run after ten, and the others get it through another", async () => {
    await using other = await relayWith({ dot: { afterMs: 20 } });
    const relays = [
      "  - { name: own, transport: relays/own.mjs, connections: 2 }",
      `  - { name: main, host: 127.0.0.1, port: ${other.server.port}, security: none, connections: 2 }`,
    ].join("\n");
    const throws = `export default () => ({ name: "own", version: "1", send() { throw new Error("boom"); } });`;
    await using made = await project(relays, throws);
    const { code, err } = await letterpress(made.root, "send", issue, "--yes");
    expect(code).toBe(1);
    const uncertain = (await reported(made.root))?.counts.uncertain ?? 0;
    expect(uncertain).toBeLessThanOrEqual(12);
    expect(other.server.kept).toHaveLength(20 - uncertain);
    if (uncertain >= 10) expect(err).toMatch(/The relay own .* took 10 messages in a row without an answer/);
    expect(err).not.toMatch(/bug|\n {4}at /);
  }, 120_000);
});
