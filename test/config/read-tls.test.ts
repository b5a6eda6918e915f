import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openRelay } from "../../src/config/open-relay.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { authority, certificate } from "../support/certificates.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { configText } from "../support/config-text.ts";

const { cert, key } = certificate("client");
const files = { "ca.pem": authority(), "client.pem": cert, "client.key": key };

/** The only relay of a newsletter in `folder`, opened. */
async function opened(folder: string, inside: string, environment: Record<string, string> = {}) {
  const text = configText({ relays: `[{host: smtp.example.org, ${inside}}]` });
  const { config, problems } = parseConfig({ file: "letterpress.yaml", text }, folder);
  const relay = config?.relays[0];
  if (relay === undefined || "module" in relay) throw new Error(JSON.stringify(problems));
  return openRelay(relay, environment);
}

/** What is thrown, as everything a person or a log could see of it. */
async function refusal(folder: string, inside: string): Promise<string> {
  const fault = await opened(folder, inside).catch((caught: unknown) => caught);
  expect(fault).toMatchObject({ name: "LetterpressError" });
  const { message, remedy, cause } = fault as { message: string; remedy: string; cause: unknown };
  const seen = `${message} ${remedy} ${String(cause)}`;
  expect(seen).not.toContain(key.split("\n")[1]);
  return seen;
}

describe("the certificates of a relay", () => {
  test("are read from the files that letterpress.yaml names, beside it", async () => {
    await using folder = await tempFolder(files);
    await chmod(join(folder.path, "client.key"), 0o600);
    const inside =
      "tls: {ca: ca.pem, cert: client.pem, key: client.key, servername: mail.example.org, minVersion: TLSv1.3}";
    const relay = await opened(folder.path, inside);
    expect(relay.tls).toEqual({
      ca: authority(),
      cert,
      key: key.trimEnd(),
      servername: "mail.example.org",
      minVersion: "TLSv1.3",
    });
  });

  test.each([
    ["tls: {cert: client.pem, key: client.key}", "can be read by others. Run: chmod 600"],
    ["tls: {ca: nothing.pem}", 'The certificate file (ca) of the relay "main" cannot be read'],
    ["tls: {ca: client.key}", "holds no certificate"],
    ["tls: {cert: client.key, key: client.pem}", "holds no certificate"],
  ])("are refused with %s", async (inside, says) => {
    await using folder = await tempFolder(files);
    await chmod(join(folder.path, "client.key"), 0o644);
    expect(await refusal(folder.path, inside)).toContain(says);
  });

  test.each([
    ["client.pem", "holds no private key"],
    ["other.key", "does not belong to its certificate"],
  ])("are refused when the key is %s", async (name, says) => {
    await using folder = await tempFolder({ ...files, "other.key": otherKey });
    for (const file of ["client.pem", "other.key"]) await chmod(join(folder.path, file), 0o600);
    expect(await refusal(folder.path, `tls: {cert: client.pem, key: ${name}}`)).toContain(says);
  });
});

describe("the access token of a relay", () => {
  test("is read from the environment or a file, and named when it is not there", async () => {
    await using folder = await tempFolder({ token: "ya29.x\n" });
    await chmod(join(folder.path, "token"), 0o600);
    const login = (place: string) => `user: ada, auth: {method: xoauth2, accessToken: {${place}}}`;
    const auth = { user: "ada", accessToken: "ya29.x", method: "xoauth2" };
    expect((await opened(folder.path, login("env: TOKEN"), { TOKEN: "ya29.x" })).auth).toEqual(auth);
    expect((await opened(folder.path, login("file: token"))).auth).toEqual(auth);
    expect(await refusal(folder.path, login("env: TOKEN"))).toContain(
      'access token of the relay "main" is not set',
    );
  });
});

const otherKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIKynOzz0vmU+dRXOQblPDY2RftDYK8hTINBlumHhnG9t
-----END PRIVATE KEY-----
`;
