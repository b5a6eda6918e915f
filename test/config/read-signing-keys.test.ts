import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { DkimConfig, SecretPlace } from "../../src/config/config.ts";
import { readSigningKeys } from "../../src/config/read-signing-keys.ts";
import { ed25519Key, rsaKey } from "../support/dkim-verifier.ts";
import { tempFolder } from "../support/temp-folder.ts";

const rsa = rsaKey();
const at = { file: "letterpress.yaml", line: 12, column: 5 };

function keyAt(key: SecretPlace): DkimConfig {
  return { domain: "example.org", selector: "news", key, at };
}

describe("the keys that sign messages", () => {
  test("come from files of their owner and from the environment", async () => {
    const { privateKeyPem: inline } = ed25519Key();
    await using folder = await tempFolder({ "news.pem": `${rsa.privateKeyPem}\n` });
    const file = join(folder.path, "news.pem");
    await chmod(file, 0o600);
    const environment = { KEY: inline.replaceAll("\n", "\\n") };
    const read = await readSigningKeys([keyAt({ file }), keyAt({ env: "KEY" })], environment);
    expect(read.problems).toEqual([]);
    expect(read.keys.map(({ domain, selector }) => `${selector} ${domain}`)).toEqual(
      Array(2).fill("news example.org"),
    );
  });

  test("are asked for with a warning, at the line that names them, when they are not here", async () => {
    const { keys, problems } = await readSigningKeys([keyAt({ env: "DKIM_KEY" })], {});
    expect(keys).toEqual([]);
    expect(problems).toEqual([
      {
        code: "config/no-secret",
        severity: "warning",
        message:
          "the key of news._domainkey.example.org is not set: neither the environment nor the file .env has DKIM_KEY.",
        remedy:
          "Write DKIM_KEY='…' into the file .env beside letterpress.yaml, or set it for this command: DKIM_KEY=… npx letterpress …",
        at,
      },
    ]);
  });

  test("are not taken from a file that others can read", async () => {
    await using folder = await tempFolder({ "news.pem": rsa.privateKeyPem });
    const file = join(folder.path, "news.pem");
    await chmod(file, 0o640);
    const { keys, problems } = await readSigningKeys([keyAt({ file })], {});
    expect(keys).toEqual([]);
    expect(problems).toMatchObject([
      {
        message: "the key file of news._domainkey.example.org can be read by others.",
        remedy: `Run: chmod 600 ${file}`,
      },
    ]);
  });

  test("are an error when they are none, and nothing of them is told", async () => {
    const weak = rsaKey({ bits: 1024 });
    const environment = { WEAK: weak.privateKeyPem, NONE: "hunter2x" };
    const { keys, problems } = await readSigningKeys(
      [keyAt({ env: "WEAK" }), keyAt({ env: "NONE" })],
      environment,
    );
    expect(keys).toEqual([]);
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      Array(2).fill("error config/dkim-key"),
    );
    expect(problems[0]?.message).toBe(
      "the key of news._domainkey.example.org is RSA with 1024 bits, and mail servers trust none below 2048.",
    );
    expect(JSON.stringify(problems)).not.toMatch(/hunter2x|PRIVATE KEY-----\\n/);
  });
});
