import { lstatSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { faultText, LetterpressError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import { endWithLauncher } from "./end-with-launcher.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { declareProgram } from "./program.ts";
import { tellBug } from "./tell-bug.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** Runs the command line and sets the exit code of the process. `argv` is `process.argv`. */
export async function main(argv: readonly string[]): Promise<void> {
  endWithLauncher(process.env);
  const terminal = processTerminal();
  process.exitCode = await runCommandLine(argv, terminal);
}

/** What `main` does, for any terminal: declares the command that is asked for and does it. Never throws. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const asked = askedFor(argv);
  try {
    refuseMjmlConfig(terminal.folder);
    const program = await declareProgram(
      terminal,
      (name) => name === asked,
      (result) => {
        code = result;
      },
    );
    await program.parseAsync(argv.length > 2 ? argv : [...argv, "--help"]);
    return code;
  } catch (fault) {
    return explain(fault, terminal, asked);
  }
}

/** The name of the command, also after `help`. */
function askedFor(argv: readonly string[]): string | undefined {
  const [first, second] = argv.slice(2).filter((word) => !word.startsWith("-"));
  return first === "help" ? second : first;
}

/**
 * MJML reads these files from the working directory when it is loaded, and runs what they name: whoever can add a file
 * to the folder could run a program on this machine.
 */
function refuseMjmlConfig(folder: string): void {
  const found = [".mjmlconfig", ".mjmlconfig.js"].find((name) =>
    lstatSync(join(folder, name), { throwIfNoEntry: false }),
  );
  if (found === undefined) return;
  throw new LetterpressError(
    "use/mjml-config",
    `The folder has a file ${found}, with which MJML would run programs of its own.`,
    "Delete it; a template is made of the files in its folder under templates/ only.",
  );
}

/** One clear sentence for everything a person can mend; a stack only for a bug of ours. */
function explain(fault: unknown, terminal: Terminal, asked: string | undefined): ExitCode {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
  if (fault instanceof LetterpressError) {
    // What is copied from a remedy does what was asked for, and never something larger: `test` is not answered with
    // `send`.
    const remedy = fault.remedy.replace("npx letterpress …", `npx letterpress ${asked ?? ""} …`);
    // A message with lines of its own ends with one.
    const gap = fault.message.endsWith("\n") ? "" : " ";
    terminal.note(`${terminal.style("red", "error")} ${fault.message}${gap}${remedy} [${fault.code}]`);
    // Most sentences say it in their own words; a remedy that asks to report it needs it as it is.
    if (fault.remedy.includes("the cause") && fault.cause !== undefined)
      terminal.note(`The cause: ${printable(faultText(fault.cause))}`);
    return fault.code.startsWith("use/") ? exitCodes.wrongUse : exitCodes.incomplete;
  }
  tellBug(terminal, fault);
  return exitCodes.ourBug;
}
