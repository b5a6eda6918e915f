import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Config } from "../../src/config/config.ts";
import { secretsOf } from "../../src/cli/secrets.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { configText, issue, newsletter } from "../e2e/newsletter.ts";
import { rsaKey } from "../support/dkim-verifier.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { tempFolder } from "../support/temp-folder.ts";

const at = (root: string, environment: Terminal["environment"] = {}) =>
  secretsOf({ environment } as Terminal, { root } as Config);

test("secrets come from the file .env of the newsletter, where the shell has not exported them", async () => {
  await using folder = await tempFolder({
    ".env": "# of the relay\nLETTERPRESS_SMTP_PASSWORD='a # sign, a $HOME and \"two\" quotes'\nOTHER=plain\n",
  });
  expect(at(folder.path)).toEqual({
    LETTERPRESS_SMTP_PASSWORD: 'a # sign, a $HOME and "two" quotes',
    OTHER: "plain",
  });
  expect(at(folder.path, { OTHER: "exported" }).OTHER).toBe("exported");
  // As a workflow has it whose secret is missing.
  expect(at(folder.path, { OTHER: "" }).OTHER).toBe("plain");
});

test("a newsletter need not have a file .env, a folder of that name is Python's, and a file that cannot be read is told", async () => {
  await using without = await tempFolder();
  expect(at(without.path, { OTHER: "exported" })).toEqual({ OTHER: "exported" });
  await using python = await tempFolder({ ".env/inside": "" });
  expect(at(python.path, { OTHER: "exported" })).toEqual({ OTHER: "exported" });
  await using odd = await tempFolder();
  await symlink(".env", join(odd.path, ".env"));
  expect(() => at(odd.path)).toThrow("The file .env cannot be read: ");
  await using half = await tempFolder({ ".env": "A='it's x'\n" });
  expect(() => at(half.path)).toThrow("Line 1 of the file .env ");
});

describe("A file .env that cannot be read", () => {
  const broken = "# of the relay\nPASSWORD='it's x'\n";
  const why = "ine 2 of the file .env goes on behind the second '";
  const more = "dkim:\n  - { domain: news.example.org, selector: news, key: { env: NO_KEY } }\n";
  const relay = "    user: weekly\n    password: { env: PASSWORD }";

  test("keeps check from nothing where no key is missing, and is a warning where one is", async () => {
    await using project = await newsletter({ port: 9, readers: 0 });
    await project.write(".env", broken);
    expect(await letterpressHere(project.root, "check", issue)).toMatchObject({ code: 0, err: "" });
    await project.write("letterpress.yaml", configText({ port: 9, more }));
    const { code, out } = await letterpressHere(project.root, "check", issue, "--json");
    expect(code).toBe(0);
    expect(out).toContain(why);
    expect(out).toContain("the key of news._domainkey.news.example.org is not set");
    const { privateKeyPem } = rsaKey();
    const here = { folder: project.root, environment: { NO_KEY: privateKeyPem } };
    expect((await letterpressHere(here, "check", issue, "--json")).out).not.toContain("of the file .env");
    expect(await letterpressHere(here, "dkim")).toMatchObject({
      code: 0,
      out: expect.stringContaining("news._domainkey.news.example.org. IN TXT"),
      err: "",
    });
  });

  test("is a problem that doctor tells among all others", async () => {
    await using project = await newsletter({ port: 9, readers: 0, relay, more });
    await project.write(".env", broken);
    await chmod(join(project.root, ".env"), 0o600);
    const { code, out } = await letterpressHere(project.root, "doctor", "--offline", "--json");
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: readonly { examination: string; about?: string }[] };
    expect(findings.map(({ examination }) => examination)).toEqual(
      expect.arrayContaining(["here/store", "here/dkim-keys", "here/templates"]),
    );
    expect(findings.filter(({ examination }) => examination === "here/relay-secrets")).toEqual([
      expect.objectContaining({ verdict: "problem", about: ".env", says: expect.stringContaining(why) }),
      expect.objectContaining({ verdict: "problem", about: "main" }),
    ]);
  });

  test("is no secret that others can read when it is a folder", async () => {
    await using project = await newsletter({ port: 9, readers: 0 });
    await mkdir(join(project.root, ".env"), { mode: 0o755 });
    const { code, out } = await letterpressHere(project.root, "doctor", "--offline", "--json");
    expect(code).toBe(0);
    expect(out).not.toContain('".env"');
  });
});
