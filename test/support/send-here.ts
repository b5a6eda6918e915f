import { Command } from "commander";
import { send } from "../../src/cli/commands/send.ts";
import type { ExitCode } from "../../src/cli/exit-code.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/**
 * `letterpress send` in this process, in the folder of a newsletter: the whole command, without the second that a
 * process takes to start.
 */
export async function sendHere(
  root: string,
  ...args: readonly string[]
): Promise<{ readonly code: ExitCode | undefined; readonly err: string }> {
  const notes: string[] = [];
  let code: ExitCode | undefined;
  const terminal: Terminal = {
    print: () => undefined,
    note: (line = "") => void notes.push(`${line}\n`),
    isRead: () => true,
    interactive: false,
    screen: false,
    columns: 80,
    style: (_style, text) => text,
    overwrite: () => undefined,
    ask: async () => ({ status: "interrupted" }),
    environment: {},
    folder: root,
  };
  const program = new Command("letterpress").exitOverride();
  send.add(program, terminal, (result) => {
    code = result;
  });
  await program.parseAsync(["send", ...args], { from: "user" });
  return { code, err: notes.join("") };
}
