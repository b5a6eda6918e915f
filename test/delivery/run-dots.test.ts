import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import type { Segments } from "../../src/model/edition.ts";
import { ed25519Key, rsaKey, verify } from "../support/dkim-verifier.ts";
import { buildEdition, fieldSlot } from "../support/message-builder.ts";
import { addReader } from "../support/temp-store.ts";
import { expectFaultless, run, sending } from "./sending.ts";

/*
 * A dot at the start of a line ends a message for the relay. It is a letter like others behind "Subject: ", and where a
 * line of the text or of the HTML begins it is encoded: nobody's name and no words of an editor stop a mailing.
 */
const firstName = fieldSlot("firstName", "plain");
const names = ["...", ".NET Fan", ".", "\n.", ".é", "Grace"];
const keys = [rsaKey(), ed25519Key()];
const signingKeys = keys.map(({ domain, selector, privateKeyPem }) => ({ domain, selector, privateKeyPem }));
const signedBy = ["news._domainkey.news.example.org", "news-ed._domainkey.news.example.org"];

describe.each<readonly [string, Segments, (name: string) => string]>([
  ["a name at the start of the subject", [firstName, ", hello"], (name) => `${name}, hello`],
  ["words with a dot before the name", [".NET news for ", firstName], (name) => `.NET news for ${name}`],
  ["nothing but words with a dot", [".NET news"], () => ".NET news"],
])("a mailing with %s", (_what, subject, subjectFor) => {
  const middle: Segments = [
    "Movable letters changed everything about reading.\n",
    firstName,
    "\n.",
    firstName,
    fieldSlot("firstName", "plain", "you"),
    ".\n..\n",
    firstName,
    "\n",
  ];
  const edition = buildEdition({ subject, text: middle });

  test.each([
    ["in this thread", { threads: 0 }, 0],
    ["signed, in threads of its own", { threads: 2, signingKeys }, 2],
  ])("reaches readers whose names begin with dots, %s", async (_how, options, signatures) => {
    await using s = await sending({
      readers: 0,
      before: async (store) => {
        for (const [index, name] of names.entries())
          await addReader(store, { email: `dot${index}@example.org`, fields: { firstName: name } });
      },
      plan: { editions: [edition] },
    });
    const { end, counts } = await run(s, options);
    expect(end).toEqual({ status: "complete" });
    expect(counts.submitted).toBe(names.length);
    expectFaultless(s.server.kept, signatures === 0 ? {} : { signedBy });
    for (const { bytes, envelope } of s.server.kept) {
      // As readers see it: a line break in a name is a space.
      const name = (names[Number(/\d/.exec(envelope.to[0] ?? "")?.[0])] ?? "").trim();
      const parsed = await PostalMime.parse(bytes);
      expect(parsed.subject).toBe(subjectFor(name));
      expect(parsed.text).toContain(`\n${name}\n.${name}${name}.\n..\n${name}\n`);
      if (signatures > 0) expect(await verify(bytes, keys)).toEqual(["pass", "pass"]);
    }
  });
});
