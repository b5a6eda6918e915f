import { describe, expect, test } from "@jest/globals";
import { EventQueue } from "../../src/delivery/event-queue.ts";

async function all<Event>(events: AsyncIterable<Event>): Promise<readonly Event[]> {
  const seen: Event[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe("the queue between a run and who watches it", () => {
  test("gives out every event in order, those pushed before anybody looked too", async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    const seen = all(queue.drain(Promise.resolve()));
    queue.push(2);
    await Promise.resolve();
    queue.push(3);
    queue.end();
    expect(await seen).toEqual([1, 2, 3]);
  });

  test("keeps only the latest of neighbours in one slot, and never moves one past another event", async () => {
    const queue = new EventQueue<string>();
    queue.pushLatest("progress", "10 %");
    queue.pushLatest("progress", "20 %");
    queue.push("trouble");
    queue.pushLatest("progress", "30 %");
    queue.pushLatest("other", "x");
    queue.pushLatest("progress", "40 %");
    queue.end();
    expect(await all(queue.drain(Promise.resolve()))).toEqual(["20 %", "trouble", "30 %", "x", "40 %"]);
  });

  test("does not grow while nobody looks", async () => {
    const queue = new EventQueue<number>();
    for (let step = 0; step < 100_000; step += 1) queue.pushLatest("progress", step);
    queue.end();
    expect(await all(queue.drain(Promise.resolve()))).toEqual([99_999]);
  });

  test("ends only after its source has ended", async () => {
    const queue = new EventQueue<number>();
    let ended = false;
    const source = new Promise<void>((resolve) => {
      setImmediate(() => {
        ended = true;
        resolve();
      });
    });
    queue.end();
    await all(queue.drain(source));
    expect(ended).toBe(true);
  });

  test("gives out what happened before a fault, then throws it", async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    queue.fail(new Error("disk full"));
    const seen: number[] = [];
    const watch = async () => {
      for await (const event of queue.drain(Promise.resolve())) seen.push(event);
    };
    await expect(watch()).rejects.toThrow("disk full");
    expect(seen).toEqual([1]);
  });
});
