import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { benchOptions } from "../../bench/options.ts";

const main = fileURLToPath(new URL("../../bench/main.ts", import.meta.url));

function bench(...args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, [main, "--rounds", "1", ...args]);
}

describe("npm run bench", () => {
  test("prints the figures of the parts that are asked for as Markdown", async () => {
    const { stdout } = await bench("--only", "message", "--scale", "0.002");
    expect(stdout).toMatch(/ cores, Node 24\..*, load average [\d.]+ at the start\./);
    expect(stdout).toContain("### The parts of one message\n\n| for each message | CPU | time |\n");
    expect(stdout).toMatch(/\| the same, signed with RSA-2048 \| [\d,]+ µs \| [\d,]+ µs \|/);
    expect(stdout).not.toContain("### Rendering");
  }, 60_000);

  test("sends with the command itself, to a part of a million, and finds every copy", async () => {
    const { stdout } = await bench("--only", "million", "--scale", "0.0004");
    expect(stdout).toContain("`npx letterpress send --yes` to 400 readers");
    expect(stdout).toContain("- copies that arrived: 400, one for each reader");
  }, 60_000);

  test("imports with the command itself, a part of a million rows, and finds everybody", async () => {
    const { stdout } = await bench("--only", "import", "--scale", "0.002");
    expect(stdout).toContain("`npx letterpress subscribers import` of 2,000 rows");
    expect(stdout).toMatch(/- `subscribers export`: [\d.]+ s, \d+ MB/);
  }, 60_000);

  test("asks the readers' service itself, and finds everybody unsubscribed who was answered", async () => {
    const { stdout } = await bench("--only", "service", "--scale", "0.02");
    expect(stdout).toMatch(/- one-click POSTs over 64 connections: \*\*[\d,]+ a second\*\*/);
    expect(stdout).toMatch(/\| suppressed \| [\d.]+ \| [\d.]+ \| [\d.]+ \|/);
  }, 60_000);

  test("names the parts there are when it is asked for another, and takes no number that is none", () => {
    expect(() => benchOptions(["--only", "speed"])).toThrow(
      "--only speed is no part of the bench. Write one of start, render, studio, audience, send, message, matrix, latency, million, import, service.",
    );
    expect(() => benchOptions(["--rounds", "few"])).toThrow("--rounds few is not a number above 0.");
    expect(benchOptions(["--quick", "--only", "send,latency", "--only", "render"])).toEqual({
      only: ["send", "latency", "render"],
      rounds: 1,
      scale: 0.05,
    });
  });
});
