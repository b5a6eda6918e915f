import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { type Command, examples } from "../command.ts";
import { commandTree } from "../completion/command-tree.ts";
import { type Candidate, type Shell, shells, wantedNext } from "../completion/complete-words.ts";
import { namesInNewsletter } from "../completion/names-in-newsletter.ts";
import { shellScripts } from "../completion/shell-scripts.ts";
import { exitCodes } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress completion <shell> [words…]` */
export const completion: Command = {
  add(program, terminal, exit) {
    program
      .command("completion")
      .description(
        "Prints what a shell needs to complete commands, options, issues, lists, relays, tags and templates at a Tab, after npx letterpress and after letterpress. How to install it stands in its first line. With words behind --, it prints what could come next: that is what the shell asks.",
      )
      .argument("<shell>", `${shells.join(", ")}`)
      .argument("[words...]", "what stands behind letterpress so far; the last one is completed")
      .addHelpText(
        "after",
        examples("completion bash", "completion zsh", "completion fish", "completion bash -- send --li"),
      )
      .action(async (shell: string, words: readonly string[]) => {
        const known = shells.find((one) => one === shell);
        if (known === undefined)
          throw new LetterpressError(
            "use/shell",
            `"${shell}" is no shell that there is a completion for.`,
            didYouMean(shell, shells),
          );
        terminal.printRaw(words.length === 0 ? shellScripts[known] : await nextWords(terminal, known, words));
        exit(exitCodes.done);
      });
  },
};

/** A line for each word, with what it says behind a tab; bash shows words only. */
async function nextWords(terminal: Terminal, shell: Shell, words: readonly string[]): Promise<string> {
  const wanted = wantedNext(words, commandTree);
  if (wanted.kind === "files") return ":files\n";
  const candidates: readonly Candidate[] =
    wanted.kind === "words" ? wanted.candidates : await namesInNewsletter(wanted.kind, terminal.folder);
  const begun = words.at(-1) === "=" ? "" : (words.at(-1) ?? "");
  // An issue may also be given as a file.
  if (wanted.kind === "issue" && (begun.includes("/") || begun.startsWith("."))) return ":files\n";
  return candidates
    .filter(({ word }) => word.startsWith(begun))
    .map(({ word, says }) =>
      shell === "bash" || says === "" ? `${word}\n` : `${word}\t${says.replace(/\s+/g, " ")}\n`,
    )
    .join("");
}
