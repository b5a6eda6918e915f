import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aimWords } from "../aims.ts";
import { root } from "../material.ts";
import { median } from "../median.ts";
import { missingProgram, program } from "../program.ts";
import { figure, markdownTable } from "../table.ts";

/*
 * What everybody waits for who types a command: the program as it is published, from the start of its process to its
 * end. The rows take turns, and each is compared with an empty program of Node in the same round.
 */
export async function benchStart(scale: number): Promise<string> {
  const missing = missingProgram();
  if (missing !== undefined) return missing;
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  try {
    for (const name of ["letterpress.yaml", "templates", "issues"])
      await cp(join(root, name), join(folder, name), { recursive: true });
    const times: Record<string, number[]> = {};
    const rounds = Math.max(3, Math.round(21 * scale));
    // The first start fills the cache of what Node has compiled.
    for (const [, ...parameters] of rows)
      spawnSync(process.execPath, argumentsOf(program, parameters), { cwd: folder });
    for (let round = 0; round < rounds; round += 1)
      for (const [name, ...parameters] of rows) {
        const from = performance.now();
        const { status, stderr } = spawnSync(process.execPath, argumentsOf(program, parameters), {
          cwd: folder,
        });
        times[name] = [...(times[name] ?? []), performance.now() - from];
        if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      }
    return report(times, rounds);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const node = "`node -e 0`";
const help = "`letterpress --help`";
const rows = [
  [node],
  ["`letterpress --version`", "--version"],
  [help, "--help"],
  ["`letterpress status`", "status"],
  ["`letterpress check <issue>`", "check", "2025-02-14-musk-vs-altman"],
] as const;

function argumentsOf(program: string, parameters: readonly string[]): readonly string[] {
  return parameters.length === 0 ? ["-e", "0"] : [program, ...parameters];
}

function report(times: Readonly<Record<string, readonly number[]>>, rounds: number): string {
  const empty = times[node] ?? [];
  const lines = Object.entries(times).map(([name, all]) => [
    name,
    `${figure(median(all))} ms`,
    `${figure(Math.min(...all))} ms`,
    figure(median(all.map((ms, round) => ms / (empty[round] ?? Number.NaN))), 1),
  ]);
  const aims = aimWords([
    { what: `${help}, median in ms`, ratio: median(times[help] ?? []), aim: 150, atMost: true },
  ]);
  return `Median of ${rounds} starts each, with what was compiled before kept.\n\n${markdownTable(
    ["", "median", "fastest", "ratio to an empty Node"],
    lines,
  )}\n\n${aims}`;
}
