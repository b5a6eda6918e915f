import { expect, test } from "@jest/globals";
import { hostTurns } from "../../../../src/check/outside/online/host-turns.ts";
import type { Reply } from "../../../../src/check/outside/online/request.ts";

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

test("a host that is silent four times in a row is not asked again, and one that answers meanwhile is", async () => {
  const turn = hostTurns({ pauseMs: 0, atOnce: 2 });
  const silence: Reply = { status: "unreachable", fault: "silent", words: "no answer came" };
  const asked: string[] = [];
  const ask = (host: string, answer: Reply) =>
    turn(host, async () => {
      asked.push(host);
      return answer;
    });
  for (const answer of [silence, silence, reply, silence, silence, silence]) await ask("slow", answer);
  for (let times = 0; times < 4; times += 1) expect(await ask("gone", silence)).toEqual(silence);
  expect(await ask("gone", reply)).toMatchObject({
    status: "unreachable",
    fault: "silent",
    words: expect.stringContaining("is not asked any more"),
  });
  expect(await ask("slow", reply)).toEqual(reply);
  expect(asked.filter((host) => host === "gone")).toHaveLength(4);
  expect(asked.filter((host) => host === "slow")).toHaveLength(7);
});

test("nothing waits for the pause behind the last request", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
  const before = timers();
  expect(await hostTurns({ pauseMs: 60_000, atOnce: 2 })("a", async () => reply)).toEqual(reply);
  expect(timers()).toBe(before);
});
