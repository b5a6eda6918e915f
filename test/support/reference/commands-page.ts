import type { Command } from "commander";
import { declaredCommands, nameOf } from "./declared-commands.ts";
import { cell, table } from "./markdown-table.ts";

/** docs/reference/commands.md: what `--help` says of every command. */
export async function commandsPage(): Promise<string> {
  const commands = await declaredCommands();
  const contents = commands.map(
    (command) => `[\`${nameOf(command)}\`](#${nameOf(command).replaceAll(" ", "-")})`,
  );
  return [
    "# Commands",
    "What `npx letterpress <command> --help` says of each. `npm run docs` writes this page from the code: do not edit it.",
    "",
    contents.join(" · "),
    "",
    "Exit codes: 0 done, 1 problems or somebody is left, 2 wrong use, 70 a bug of ours; 129, 130 and 143 interrupted.",
    "",
    ...commands.map(section),
  ].join("\n");
}

function section(command: Command): string {
  const help = command.createHelp();
  const name = nameOf(command);
  const named = help
    .visibleArguments(command)
    .map((argument) => [code(help.argumentTerm(argument)), help.argumentDescription(argument)]);
  const options = help
    .visibleOptions(command)
    .filter(({ long }) => long !== "--help")
    .map((option) => [code(help.optionTerm(option)), help.optionDescription(option)]);
  return [
    `## ${name}`,
    sentence(command.description()),
    "",
    ...fenced("", [`npx letterpress ${name} ${command.usage()}`.trim()]),
    ...(named.length === 0 ? [] : [...table(["argument", "is"], named), ""]),
    ...(options.length === 0 ? [] : [...table(["option", "does"], options), ""]),
    ...fenced("sh", examplesOf(command)),
  ].join("\n");
}

/** The lines that the help has as examples. */
function examplesOf(command: Command): readonly string[] {
  let text = "";
  const { writeOut } = command.configureOutput();
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  command.outputHelp();
  if (writeOut !== undefined) command.configureOutput({ writeOut });
  return [...text.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = ""]) => line);
}

function fenced(language: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\`\`\`${language}`, ...lines, "```", ""];
}

/** Signs that Markdown would read as its own stand as they are. */
function sentence(text: string): string {
  return text.replace(/[<>*_]/g, (sign) => `\\${sign}`);
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}
