import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { SmtpRelayConfig } from "../../src/config/config.ts";
import { openRelay } from "../../src/config/open-relay.ts";
import { standardTimeouts } from "../../src/model/relay.ts";
import { tempFolder } from "../support/temp-folder.ts";

const plain: SmtpRelayConfig = {
  name: "main",
  host: "smtp.example.org",
  port: 587,
  security: "starttls",
  depth: 1,
  weight: 1,
  connections: 5,
  timeouts: standardTimeouts,
};
const fromEnvironment: SmtpRelayConfig = { ...plain, user: "ada", password: { env: "SMTP_PASSWORD" } };
const fromFile = (file: string): SmtpRelayConfig => ({ ...plain, user: "ada", password: { file } });

/** What is thrown, as everything a person or a log could see of it. */
async function refusal(config: SmtpRelayConfig, environment: Record<string, string> = {}): Promise<string> {
  const fault = await openRelay(config, environment).catch((caught: unknown) => caught);
  expect(fault).toMatchObject({ name: "LetterpressError", code: "config/no-secret" });
  const { message, remedy } = fault as { message: string; remedy: string };
  expect(JSON.stringify(fault) + String(fault)).not.toContain("hunter2x");
  return `${message} ${remedy}`;
}

describe("a relay is opened", () => {
  test("without a password when it asks for none", async () => {
    const { weight: _, ...relay } = plain;
    expect(await openRelay(plain, {})).toEqual(relay);
  });

  test("with the password of the environment, exactly as it is", async () => {
    expect(await openRelay(fromEnvironment, { SMTP_PASSWORD: " hunter2x " })).toMatchObject({
      host: plain.host,
      auth: { user: "ada", password: " hunter2x " },
    });
  });

  test.each([
    ["hunter2x", "hunter2x"],
    ["hunter2x\n", "hunter2x"],
    ["hunter2x\r\n", "hunter2x"],
    [" hunter2x ", " hunter2x "],
    ["hünter\n", "hünter"],
  ])("with the password of a file without its last line end: %j", async (content, password) => {
    await using folder = await tempFolder({ secret: content });
    await chmod(join(folder.path, "secret"), 0o600);
    const relay = await openRelay(fromFile(join(folder.path, "secret")), {});
    expect(relay.auth).toEqual({ user: "ada", password });
  });

  test.each([0o600, 0o400, 0o700])("with a file of mode %o", async (mode) => {
    await using folder = await tempFolder({ secret: "hunter2x" });
    await chmod(join(folder.path, "secret"), mode);
    const { auth } = await openRelay(fromFile(join(folder.path, "secret")), {});
    expect(auth).toEqual({ user: "ada", password: "hunter2x" });
  });
});

describe("a relay is not opened", () => {
  test.each([
    ["missing", {}],
    ["empty", { SMTP_PASSWORD: "" }],
    ["under another name", { smtp_password: "hunter2x" }],
  ])("when its variable is %s", async (_, environment) => {
    expect(await refusal(fromEnvironment, environment)).toBe(
      'The password of the relay "main" is not set: neither the environment nor the file .env has SMTP_PASSWORD. ' +
        "Write SMTP_PASSWORD='…' into the file .env beside letterpress.yaml, or set it for this command: SMTP_PASSWORD=… npx letterpress …",
    );
  });

  test("by a variable that every object has", async () => {
    await refusal({ ...plain, user: "ada", password: { env: "constructor" } });
  });

  test.each([0o644, 0o640, 0o604, 0o610, 0o601, 0o666])(
    "when others can read its file: mode %o",
    async (mode) => {
      await using folder = await tempFolder({ secret: "hunter2x" });
      const path = join(folder.path, "secret");
      await chmod(path, mode);
      expect(await refusal(fromFile(path))).toBe(
        `The password file of the relay "main" can be read by others. Run: chmod 600 ${path}`,
      );
    },
  );

  test.each(["", "\n", "\r\n"])("when its file is empty: %j", async (content) => {
    await using folder = await tempFolder({ secret: content });
    const path = join(folder.path, "secret");
    await chmod(path, 0o600);
    expect(await refusal(fromFile(path))).toBe(
      `The password file of the relay "main" is empty. Write the password into ${path}.`,
    );
  });

  test("when its file is not there", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "secret");
    expect(await refusal(fromFile(path))).toBe(
      `The password file of the relay "main" cannot be read: there is no such file or folder. Check ${path}.`,
    );
  });

  test("when its file is a folder", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "secret");
    await mkdir(path, { mode: 0o700 });
    expect(await refusal(fromFile(path))).toContain("cannot be read: it is a folder, not a file.");
  });
});
