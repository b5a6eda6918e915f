import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";

const file = fileURLToPath(new URL("../../src/cli/send/hold-heap.ts", import.meta.url));

/** A process that always has much in use when V8 looks; prints how many MB its space for new objects has in the end. */
async function grown(begin = "", eachRound = ""): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "-e",
    `import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
    import { setImmediate as turn } from "node:timers/promises";
    import { holdHeap } from ${JSON.stringify(file)};
    ${begin}
    let kept = [];
    for (let round = 0; round < 300; round += 1) {
      for (let count = 0; count < 10_000; count += 1) kept.push({ round, text: "x" + count });
      if (kept.length > 60_000) kept = kept.slice(30_000);
      await turn();
      ${eachRound}
    }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    console.log(young.space_size / 2 ** 20);`,
  ]);
  return Number(stdout);
}

describe("The heap of a process that sends", () => {
  test("grows no more once it is held, and would have otherwise; then nobody looks at it any more", async () => {
    const [free, held] = [await grown(), await grown("holdHeap(2 ** 20, 0);")];
    expect(held).toBeLessThan(free / 2);
    // What V8 is told afterwards shows that it is not looked at again.
    const freed = await grown(
      `const heap = holdHeap(0, 0);
      heap.look();
      setFlagsFromString("--semi-space-growth-factor=2");`,
      "heap.look();",
    );
    expect(freed).toBeGreaterThan(free / 2);
  }, 120_000);
});
