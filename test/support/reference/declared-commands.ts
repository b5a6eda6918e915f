import type { Command } from "commander";
import { declareProgram } from "../../../src/cli/program.ts";

/**
 * Every command that can be typed, as a whole: `subscribers import`, and not `subscribers` alone. In the order of the
 * help.
 */
export async function declaredCommands(): Promise<readonly Command[]> {
  // Declaring a command prints nothing, so there need be no terminal.
  const program = await declareProgram(
    undefined as never,
    () => true,
    () => undefined,
  );
  return program.commands.flatMap((command) =>
    command.commands.length === 0 ? [command] : [...command.commands],
  );
}

/** As people type it, without `npx letterpress`. */
export function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}
