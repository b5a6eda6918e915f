import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

describe("the test mail of the doctor", () => {
  const imap = "host: imap.example.org, password: {env: P}";

  test("has an address, and a mailbox with what is usual", () => {
    expect(configOf(configText()).probe).toBeUndefined();
    expect(configOf(configText({ probe: "{address: ada@example.org}" })).probe).toEqual({
      address: "ada@example.org",
    });
    expect(
      configOf(configText({ probe: `{address: ada@example.org, imap: {${imap}}}` })).probe?.imap,
    ).toEqual({
      host: "imap.example.org",
      port: 993,
      security: "tls",
      user: "ada@example.org",
      folder: "INBOX",
      password: { env: "P" },
    });
    const starttls = configOf(
      configText({ probe: `{address: ada@example.org, imap: {${imap}, security: starttls}}` }),
    );
    expect(starttls.probe?.imap?.port).toBe(143);
  });

  test("sends no password in plain text, has none in the file, and publishes none", () => {
    const sentences = (written: string) =>
      read(configText({ probe: `{address: ada@example.org, imap: {host: imap.example.org, ${written}}}` }))
        .sentences;
    expect(sentences("password: {env: P}, security: none")).toEqual([
      expect.stringContaining("in plain text"),
    ]);
    expect(sentences("password: secret")).toEqual([expect.stringContaining("must not stand in this file")]);
    expect(sentences("password: {file: public/imap}")).toEqual([
      expect.stringContaining("which is published"),
    ]);
  });
});
