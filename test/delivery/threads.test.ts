import { describe, expect, test } from "@jest/globals";
import { threadsFor } from "../../src/delivery/threads.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { sampleRelay } from "../transport/sample.ts";

const none = { press: 0, ledger: "here" };
const soon = { press: 0, ledger: "soon" };
const apart = { press: 0, ledger: "apart" };

describe("The threads of a run", () => {
  const transports = [smtpTransport(sampleRelay({ port: 25 }))];
  const ofOurs = [{ name: "x", open: () => Promise.reject() }];
  const large = { asked: undefined, cores: 8, connections: 20, slots: 40, readers: 100_000, transports };
  const signed = { ...large, signed: true };
  const unsigned = { ...large, signed: false };

  test.each([
    ["signed mail is made by one for each core", signed, { press: 8, ledger: "here" }],
    ["there are no more than connections", { ...signed, connections: 5 }, { press: 5, ledger: "here" }],
    ["for mail that is not signed one writes the ledger", unsigned, soon],
    [
      "for a transport that only this thread has one writes the ledger",
      { ...signed, transports: ofOurs },
      soon,
    ],
    ["with a single connection one writes the ledger", { ...signed, connections: 1 }, soon],
    ["few messages on their way have none", { ...unsigned, slots: 19 }, none],
    ["one core has none", { ...signed, cores: 1 }, none],
    ["one core has none for the ledger", { ...unsigned, cores: 1 }, none],
    ["a small mailing has none", { ...signed, readers: 200 }, none],
    ["a small mailing that is not signed has none", { ...unsigned, readers: 200 }, none],
    [
      "there are as many as were asked for, signed or not",
      { ...unsigned, asked: 4 },
      { press: 4, ledger: "here" },
    ],
    [
      "there are as many as were asked for, for a small mailing, too",
      { ...signed, asked: 3, readers: 200 },
      { press: 3, ledger: "here" },
    ],
    ["one that was asked for writes the ledger", { ...signed, asked: 1, readers: 200 }, apart],
    [
      "those that were asked for and cannot make messages write the ledger",
      { ...signed, asked: 4, transports: ofOurs },
      apart,
    ],
    ["there are none when none were asked for", { ...signed, asked: 0 }, none],
    ["there are none when none were asked for, nor for the ledger", { ...unsigned, asked: 0 }, none],
  ])("%s", (_what, run, threads) => {
    expect(threadsFor(run)).toEqual(threads);
  });
});
