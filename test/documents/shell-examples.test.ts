import { expect, test } from "@jest/globals";
import { CommanderError, type Command } from "commander";
import { declareProgram } from "../../src/cli/program.ts";
import { commandsInProse, type ShellExample, shellExamples } from "../support/shell-examples.ts";
import { shellCommands } from "../support/shell-words.ts";
import { markdownFiles } from "./markdown-files.ts";

/*
 * Every command in a document is one that there is, with options that it has. test/e2e/shell-examples.test.ts runs
 * them.
 */

test("what documents tell people to type are commands and options that there are", async () => {
  const documents = markdownFiles().filter((path) => path !== "CHANGELOG.md");
  const inBlocks = documents.flatMap(shellExamples);
  // The reference is made of the program.
  const inProse = documents.filter((path) => !path.startsWith("docs/reference/")).flatMap(commandsInProse);
  const examples = [...inBlocks, ...inProse];
  expect(examples.length).toBeGreaterThan(100);
  const refused: string[] = [];
  for (const example of examples)
    for (const { words } of shellCommands(example.line))
      if (words[0] === "npx" && words[1] === "letterpress")
        refused.push(...(await whyRefused(words.slice(2), example, inProse.includes(example))));
  expect(refused).toEqual([]);
});

test("an example with an option that does not exist is refused", async () => {
  const example = { line: "", at: "docs/a.md:1" };
  expect(await whyRefused(["send", "hello", "--dry-rum"], example)).toEqual([
    expect.stringMatching(/^docs\/a\.md:1 .*unknown option '--dry-rum'/),
  ]);
  expect(await whyRefused(["sned", "hello"], example)).toEqual([
    expect.stringContaining("unknown command 'sned'"),
  ]);
  expect(await whyRefused(["send", "hello", "--dry-run"], example)).toEqual([]);
});

async function whyRefused(
  words: readonly string[],
  { at }: Pick<ShellExample, "at">,
  mayLackArguments = false,
): Promise<readonly string[]> {
  const said: string[] = [];
  const program = await declareProgram(
    { printRaw: () => undefined, note: (text: string) => void said.push(text) } as never,
    () => true,
    () => undefined,
  );
  for (const command of leavesOf(program)) command.action(() => undefined);
  try {
    await program.parseAsync(["node", "letterpress", ...words]);
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault;
    if (mayLackArguments && fault.code === "commander.missingArgument") return [];
    if (fault.exitCode !== 0) return [`${at} "${words.join(" ")}" is refused: ${fault.message}`];
  }
  return [];
}

function leavesOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}
