import type { Command as Program } from "commander";
import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** One command of `letterpress`; each is a file in `commands/`. */
export interface Command {
  /** Declares the command: arguments, options, help with examples. What it does ends in `exit`. */
  add(program: Program, terminal: Terminal, exit: (code: ExitCode) => void): void;
}

/** Examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npx letterpress ${line}`).join("\n")}\n`;
}
