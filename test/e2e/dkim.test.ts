import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ed25519Key, rsaKey, type TestKey, verify } from "../support/dkim-verifier.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { issue, newsletter, relayWith } from "./newsletter.ts";

const rsa = rsaKey();
const ed25519 = ed25519Key({ domain: "example.org" });
const dkim = `dkim:
  - domain: news.example.org
    selector: news
    key: { file: keys/news.pem }
  - domain: example.org
    selector: news-ed
    key: { env: DKIM_KEY }
`;

/** A command where the second key is in the environment. */
function withKey(folder: string, ...args: readonly string[]) {
  return letterpressHere({ folder, environment: { DKIM_KEY: ed25519.privateKeyPem } }, ...args);
}

/** A newsletter that signs with both keys. */
async function signing(port: number, readers: number, text = issueText()): Promise<TempProject> {
  const project = await newsletter({ port, readers, more: dkim, text });
  await mkdir(join(project.root, "keys"));
  await writeFile(join(project.root, "keys/news.pem"), rsa.privateKeyPem);
  await chmod(join(project.root, "keys/news.pem"), 0o600);
  return project;
}

/** The keys as DNS has them when somebody publishes what the command prints. */
async function published(root: string): Promise<readonly TestKey[]> {
  const { out, code } = await withKey(root, "dkim", "--json");
  expect(code).toBe(0);
  const records = JSON.parse(out) as readonly { readonly name: string; readonly value: string }[];
  return records.map(({ name, value }) => {
    const [selector = "", domain = ""] = name.split("._domainkey.");
    return { selector, domain, privateKeyPem: "", record: value };
  });
}

describe("A newsletter that signs", () => {
  test("sends messages that all verify with what it says to publish, and shows the very same bytes", async () => {
    await using relay = await relayWith();
    await using project = await signing(relay.server.port, 8);
    const dry = await withKey(project.root, "send", issue, "--dry-run");
    expect(dry.out).toMatch(/signed by +news\._domainkey\.news\.example\.org, RSA 2048\n/);
    expect(dry.out).toMatch(/signed by +news-ed\._domainkey\.example\.org, Ed25519\n/);
    const sent = await withKey(project.root, "send", issue, "--yes");
    expect(sent).toMatchObject({ code: 0 });
    const keys = await published(project.root);
    expect(relay.server.kept).toHaveLength(8);
    for (const { bytes } of relay.server.kept) expect(await verify(bytes, keys)).toEqual(["pass", "pass"]);
    const shown = ["render", issue, "--eml", "--as", "r3@example.org"];
    const theirs = relay.server.kept.find(({ envelope }) => envelope.to[0] === "r3@example.org");
    for (const more of [[], ["--sent"]]) {
      const { out } = await withKey(project.root, ...shown, ...more);
      expect(out).toBe(theirs?.bytes.toString("latin1"));
    }
  }, 60_000);

  test("sends nothing when a key is not here, and says where it is named", async () => {
    await using relay = await relayWith();
    await using project = await signing(relay.server.port, 3);
    await rm(join(project.root, "keys/news.pem"));
    const { code, err } = await withKey(project.root, "send", issue, "--yes");
    expect(code).toBe(1);
    expect(err).toContain("Messages cannot be signed:");
    expect(err).toMatch(
      /letterpress\.yaml:\d+:\d+ the key file of news\._domainkey\.news\.example\.org cannot be read/,
    );
    expect(err).toContain("Nothing was sent.");
    expect(relay.server.connections).toBe(0);
    // An editor without the keys can still look at the issue, and is told.
    const checked = await letterpressHere(project.root, "check", issue);
    expect(checked).toMatchObject({ code: 0, err: expect.stringContaining("0 errors, 2 warnings") });
    const shown = await letterpressHere(project.root, "render", issue, "--eml");
    expect(shown.err).toContain("shown without the signatures of these keys");
    expect(shown.out).not.toContain("DKIM-Signature");
  }, 60_000);

  test("is told at the line of an issue whose own sender it cannot sign for", async () => {
    const text = issueText().replace(/^status/m, "from: { email: ada@elsewhere.example.org }\nstatus");
    await using project = await signing(2525, 1, text);
    const { code, err } = await withKey(project.root, "check", issue);
    expect(code).toBe(1);
    expect(err).toMatch(/2026-09-01-quiet\.yaml:5:1 mail from ada@elsewhere\.example\.org cannot be signed/);
    expect(err).toContain("Choose an address at news.example.org");
  }, 60_000);
});
