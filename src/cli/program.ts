import { Command } from "commander";
import { commands, type ListedCommand } from "./commands/all.ts";
import type { ExitCode } from "./exit-code.ts";
import { version } from "./package.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The command line with every command that help lists. Those whose names `wanted` takes are declared as a whole, with
 * their arguments and options: their files, and half of Letterpress with them, are loaded for it. What a command does
 * ends in `exit`.
 */
export async function declareProgram(
  terminal: Terminal,
  wanted: (name: ListedCommand["name"]) => boolean,
  exit: (code: ExitCode) => void,
): Promise<Command> {
  const program = new Command("npx letterpress")
    .description("Turns a git repository into a newsletter that reaches every subscriber once.")
    .version(version(), "-v, --version")
    // Behind the name of a command its own options are read only: the value in `--against -v1` is no `--version`.
    .enablePositionalOptions()
    .helpCommand("help [command]", "explain a command")
    .showHelpAfterError("Run it with --help to see what it takes.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.printRaw(text),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  for (const { name, summary, load } of commands) {
    if (wanted(name)) (await load()).add(program, terminal, exit);
    else program.command(name);
    program.commands.at(-1)?.summary(summary);
  }
  for (const command of [...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.exitOverride();
  return program;
}
