import { describe, expect, test } from "@jest/globals";
import { ed25519Key, rsaKey, verify } from "../support/dkim-verifier.ts";
import { buildEdition, fieldSlot } from "../support/message-builder.ts";
import type { Moment } from "../support/smtp-server.ts";
import { expectFaultless, run, sending } from "./sending.ts";

const keys = [rsaKey(), ed25519Key()];
const signingKeys = keys.map(({ domain, selector, privateKeyPem }) => ({ domain, selector, privateKeyPem }));
const signedBy = ["news._domainkey.news.example.org", "news-ed._domainkey.news.example.org"];

describe("the messages of a mailing that is signed", () => {
  test("verify as the relay has received them, also with Received above them", async () => {
    const edition = buildEdition({ subject: ["A word to ", fieldSlot("firstName", "plain", "Zoë")] });
    await using s = await sending({ readers: 12, plan: { editions: [edition] } });
    const { end } = await run(s, { signingKeys });
    expect(end).toEqual({ status: "complete" });
    expect(s.server.kept).toHaveLength(12);
    const received = Buffer.from(
      "Received: from localhost by mx.example.org; Tue, 01 Sep 2026 07:30:01 +0000\r\n",
    );
    for (const { bytes } of s.server.kept) {
      expect(await verify(bytes, keys)).toEqual(["pass", "pass"]);
      expect(await verify(Buffer.concat([received, bytes]), keys)).toEqual(["pass", "pass"]);
    }
    expectFaultless(s.server.kept, { signedBy });
  });

  test("are the same in every attempt, byte for byte", async () => {
    const refuseFirst = ({ message }: Moment) =>
      message === 1 ? { say: "451 4.3.0 Try again later", keep: true } : undefined;
    await using s = await sending({ readers: 3, script: { dot: refuseFirst } });
    await run(s, { signingKeys, connections: 1 });
    const [first, ...others] = s.server.kept;
    const again = others.find(({ envelope }) => envelope.to.join() === first?.envelope.to.join());
    expect(s.server.kept).toHaveLength(4);
    expect(again?.bytes.toString("latin1")).toBe(first?.bytes.toString("latin1"));
  });
});
