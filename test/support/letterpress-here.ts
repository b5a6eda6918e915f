import { runCommandLine } from "../../src/cli/main.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/**
 * The command line in this process, in the folder of a newsletter: everything but the seconds that a process takes to
 * start. Nobody is at its terminal, unless there is an `answer`. For tests of what a command does; who kills it, or
 * lets several run at once, starts processes. `out` and `err` are what it printed.
 */
export async function letterpressHere(
  where: string | Here,
  ...args: readonly string[]
): Promise<{
  readonly code: number;
  readonly signal: null;
  readonly out: string;
  readonly err: string;
}> {
  const here: Here = typeof where === "string" ? { folder: where } : where;
  const { folder, environment = {}, answer } = here;
  const printed: (string | Uint8Array)[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    print: (line = "") => void printed.push(`${line}\n`),
    printRaw: (text) => void printed.push(text),
    note: (line = "") => void notes.push(`${line}\n`),
    printsToScreen: false,
    redraw: () => undefined,
    isRead: () => true,
    interactive: answer !== undefined,
    screen: false,
    columns: 80,
    style: (_style, text) => text,
    overwrite: () => undefined,
    ask: async (question) =>
      answer === undefined
        ? { status: "interrupted" }
        : { status: "answered", text: answer(question, [...printed, ...notes].join("")) },
    environment,
    folder,
  };
  const code = await runCommandLine(["node", "letterpress", ...args], terminal);
  const out = Buffer.concat(printed.map((one) => Buffer.from(one))).toString();
  return { code, signal: null, out, err: notes.join("") };
}

/** A folder, and who is there. */
interface Here {
  readonly folder: string;
  /** What the shell has exported. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What somebody at the terminal types, who has read what was said so far. */
  readonly answer?: (question: string, said: string) => string;
}
