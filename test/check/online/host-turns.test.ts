import { expect, test } from "@jest/globals";
import { hostTurns } from "../../../src/check/online/host-turns.ts";
import type { Reply } from "../../../src/check/online/request.ts";

const reply: Reply = { status: "replied", code: 200, cookies: [] };

test("one request at a time to a host, and no more than are allowed to all of them, whatever becomes of each", async () => {
  const turn = hostTurns({ pauseMs: 1, atOnce: 2 });
  const open: string[] = [];
  let most = 0;
  const act = (host: string, fails: boolean) => async () => {
    expect(open).not.toContain(host);
    open.push(host);
    most = Math.max(most, open.length);
    await new Promise((resolve) => setImmediate(resolve));
    open.splice(open.indexOf(host), 1);
    if (fails) throw new Error("it hung up");
    return reply;
  };
  const hosts = ["a", "b", "c", "d"].flatMap((host) => [host, host, host]);
  const done = await Promise.allSettled(hosts.map((host, index) => turn(host, act(host, index % 3 === 1))));
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
  expect({ most, open }).toEqual({ most: 2, open: [] });
});
