import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { readPrivateKey } from "../../src/base/private-key.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed = generateKeyPairSync("ed25519");
const pkcs8 = { type: "pkcs8", format: "pem" } as const;
const pem = rsa.privateKey.export(pkcs8).toString();
const locked = { cipher: "aes-256-cbc", passphrase: "hunter2x" } as const;

describe("a private key is read", () => {
  test.each([
    ["from PKCS #8", pem],
    ["from PKCS #1", rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["with the line ends of Windows", pem.replaceAll("\n", "\r\n")],
    ["with white space around it", `\n  ${pem}\n\n`],
    ["from one line with \\n in it", pem.replaceAll("\n", "\\n")],
  ])("%s", (_, text) => {
    expect(readPrivateKey(text)).toMatchObject({ status: "valid", type: "rsa", bits: 2048 });
  });

  test("when it is Ed25519", () => {
    expect(readPrivateKey(ed.privateKey.export(pkcs8).toString())).toMatchObject({
      status: "valid",
      type: "ed25519",
    });
  });
});

function shortKey(bits: number): string {
  return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey.export(pkcs8).toString();
}

describe("a private key is refused, because it", () => {
  const made = {
    ec: generateKeyPairSync("ec", { namedCurve: "P-256" }),
    x25519: generateKeyPairSync("x25519"),
    pss: generateKeyPairSync("rsa-pss", { modulusLength: 2048 }),
  };
  const textOf = ({ privateKey }: typeof rsa) => privateKey.export(pkcs8).toString();
  const isLocked = "is locked with a passphrase, and nobody is there to type it";
  const isNoPem = "is not a private key in PEM form";

  test.each([
    [isNoPem, ""],
    [isNoPem, "hunter2x"],
    [isNoPem, `x${pem}`],
    ["cannot be read", pem.slice(0, 400)],
    ["cannot be read", pem.replace(/MII\w{6}/, "MIIhunter")],
    ["is RSA with 1024 bits, and mail servers trust none below 2048", shortKey(1024)],
    ["is RSA with 2040 bits, and mail servers trust none below 2048", shortKey(2040)],
    ["is RSA with 4104 bits, and mail servers read none above 4096", shortKey(4104)],
    ["is of the type EC, which DKIM does not know", textOf(made.ec)],
    ["is of the type X25519, which DKIM does not know", textOf(made.x25519)],
    ["is of the type RSA-PSS, which DKIM does not know", textOf(made.pss)],
    ["is the public half", rsa.publicKey.export({ type: "spki", format: "pem" }).toString()],
    ["is the public half", rsa.publicKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["is the public half", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    [isLocked, rsa.privateKey.export({ ...pkcs8, ...locked }).toString()],
    [isLocked, rsa.privateKey.export({ type: "pkcs1", format: "pem", ...locked }).toString()],
    ["is a key for SSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"],
  ])("%s", (reason, text) => {
    const read = readPrivateKey(text);
    expect(read).toMatchObject({ status: "invalid", reason, remedy: expect.stringMatching(/^\S.*\S$/) });
    expect(JSON.stringify(read)).not.toMatch(/hunter|MII/);
  });
});
