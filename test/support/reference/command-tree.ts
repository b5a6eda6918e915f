import type { Command, Option } from "commander";
import type { TreeCommand, ValueKind } from "../../../src/cli/completion/complete-words.ts";
import { declaredCommands, nameOf } from "./declared-commands.ts";

/** src/cli/completion/command-tree.ts: what completion knows of every command. One command a line. */
export async function commandTreeFile(): Promise<string> {
  const lines = (await declaredCommands()).map((command) => `  ${JSON.stringify(treeOf(command))},`);
  return [
    'import type { TreeCommand } from "./complete-words.ts";',
    "",
    "/** Made of the commands by `npm run docs`: do not edit it. */",
    "export const commandTree: readonly TreeCommand[] = [",
    ...lines,
    "];",
    "",
  ].join("\n");
}

function treeOf(command: Command): TreeCommand {
  const help = command.createHelp();
  const named = command.registeredArguments;
  return {
    name: nameOf(command),
    says: command.summary() || command.description().split(/[.:] /)[0] || "",
    takes: named.map((argument) => kindOf(argument.name())),
    takesSeveral: named.at(-1)?.variadic === true,
    options: help.visibleOptions(command).map((option) => ({
      flag: option.long ?? option.short ?? "",
      says: option.description,
      ...(option.required || option.optional ? { takes: kindOfOption(option) } : {}),
    })),
  };
}

function kindOfOption(option: Option): ValueKind {
  const byName: Readonly<Record<string, ValueKind>> = {
    "--list": "list",
    "--relay": "relay",
    "--tag": "tag",
    "--template": "template",
  };
  const value = /[<[]([\w-]+)/.exec(option.flags)?.[1] ?? "";
  return byName[option.long ?? ""] ?? kindOf(value);
}

/** By what stands in the brackets of the help. */
function kindOf(name: string): ValueKind {
  if (name === "issue" || name === "issues") return "issue";
  if (name === "tag" || name === "shell" || name === "page") return name;
  return /^(?:file|folder|dir)s?$/.test(name) ? "files" : "text";
}
