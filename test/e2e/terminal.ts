import { spawn, spawnSync } from "node:child_process";
import { compiled, entry } from "../support/program.ts";

/** Whether a terminal can be made here; says so when not, and fails where it must be possible. */
export function canHaveTerminal(): boolean {
  if (spawnSync("script", ["--version"]).error === undefined) return true;
  if (process.env.CI !== undefined) throw new Error("script (util-linux) is needed to test with a terminal");
  process.stdout.write("Not tested: there is no script (util-linux) to make a terminal with.\n");
  return false;
}

/** The command line in a terminal of its own, which is gone when this process is killed. */
export function openTerminal(root: string, args: readonly string[], redirect = "") {
  const command = `'${process.execPath}' '${entry}' ${args.join(" ")} ${redirect}`;
  const { PATH, HOME } = process.env;
  return spawn("script", ["-qec", command, "/dev/null"], {
    cwd: root,
    env: { PATH, HOME, ...compiled, TERM: "xterm-256color", SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/**
 * Runs the command line with a terminal of its own. When it asks for the number of readers, `answer` is typed (Enter is
 * "\r"). `redirect` is what a shell understands, such as `> plan.txt`.
 */
export async function atTerminal(
  root: string,
  args: readonly string[],
  answer: string | (() => Promise<string>),
  redirect = "",
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = openTerminal(root, args, redirect);
  let said = "";
  let asked = false;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (asked || !said.includes("Type the number")) return;
    asked = true;
    if (typeof answer === "string") child.stdin.write(answer);
    else void answer().then((text) => child.stdin.write(text));
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, said }));
  });
}

/**
 * Runs the command line with a terminal of its own, and types each answer when its question is asked, in their order.
 */
export async function talkAtTerminal(
  root: string,
  args: readonly string[],
  talk: readonly (readonly [question: string, answer: string])[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = openTerminal(root, args);
  let said = "";
  let heard = 0;
  let next = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    for (let entry = talk[next]; entry !== undefined; entry = talk[next]) {
      const at = said.indexOf(entry[0], heard);
      if (at < 0) return;
      heard = at + entry[0].length;
      next += 1;
      child.stdin.write(entry[1]);
    }
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, said }));
  });
}
