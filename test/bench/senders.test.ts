import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { benchKeys } from "../../bench/keys.ts";
import { type Material, materialOf } from "../../bench/material.ts";
import { measureRows, type Row, type SenderName, senders } from "../../bench/measure-rows.ts";
import { hasSmtpSource } from "../../bench/senders/smtp-source.ts";
import { type Sink, type SinkProgram, sinkProgram } from "../../bench/sink/start-sink.ts";

/*
 * The programs of the bench, with a few readers each, so that they do not rot: measureRows throws when a message is
 * missing.
 */
let material: Material;
let program: SinkProgram;
let sink: Sink;

beforeAll(async () => {
  material = await materialOf(60_000);
  program = await sinkProgram();
  sink = await program.start();
});
afterAll(async () => {
  await sink.stop();
  await program[Symbol.asyncDispose]();
});

const hasRivals = existsSync(new URL("../../bench/rivals/node_modules/email-templates", import.meta.url));
const present: Readonly<Record<SenderName, boolean>> = {
  letterpress: true,
  "without-ledger": true,
  "without-writes": true,
  nodemailer: true,
  "smtp-source": hasSmtpSource,
  "email-templates": hasRivals,
};
const missing: Partial<Record<SenderName, string>> = {
  "smtp-source": "skipped, because smtp-source (Debian's postfix) is not installed",
  "email-templates": "skipped, because bench/rivals is not installed; npm run bench does",
};

describe("A program of the bench", () => {
  for (const sender of senders)
    (present[sender] ? test : test.skip)(
      `${sender} delivers every message${present[sender] ? "" : `: ${missing[sender]}`}`,
      async () => {
        const row: Row = { name: sender, sender, sink, readers: 12, connections: 2 };
        const { bytes: before } = await sink.taken();
        const [result] = (await measureRows([row], 1, material)).values();
        const { bytes } = await sink.taken();
        expect((bytes - before) / 12).toBeGreaterThan(0.8 * material.messageBytes);
        expect(result?.rate).toBeGreaterThan(0);
        expect(result?.cpuMs).toBeGreaterThan(0);
      },
    );

  test("letterpress and nodemailer sign when they are given a key", async () => {
    const { rsa, ed25519 } = benchKeys(material.sender);
    for (const [sender, keys] of [
      ["letterpress", [rsa, ed25519]],
      ["nodemailer", [rsa]],
    ] as const) {
      const sizeOf = async (signed: boolean) => {
        const row: Row = { name: sender, sender, sink, readers: 10, connections: 1, depth: 4 };
        const { bytes: before } = await sink.taken();
        await measureRows([signed ? { ...row, keys } : row], 1, material);
        return ((await sink.taken()).bytes - before) / 10;
      };
      expect((await sizeOf(true)) - (await sizeOf(false))).toBeGreaterThan(300 * keys.length);
    }
  });

  test("is an error when a message is missing at the sink", async () => {
    const forgetful: Sink = { ...sink, taken: async () => ({ messages: 0, bytes: 0 }) };
    const row: Row = {
      name: "letterpress",
      sender: "letterpress",
      sink: forgetful,
      readers: 3,
      connections: 1,
    };
    await expect(measureRows([row], 1, material)).rejects.toThrow("3 messages were sent, and 0 arrived");
  });
});
