import { LetterpressError } from "../../base/errors.ts";
import type { PollResult } from "../../model/poll.ts";
import { resultsOf } from "../../store/votes.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, issueId, openExistingStore, openNewsletter } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress votes <issue>` */
export const votes: Command = {
  add(program, terminal, exit) {
    program
      .command("votes")
      .description(
        "Prints how readers voted in the polls of an issue, over all its mailings. Nobody's vote is named.",
      )
      .argument("<issue>", "its file, or its name in issues/")
      .option("--json", "print the results as JSON")
      .addHelpText(
        "after",
        examples("votes 2025-02-14-musk-vs-altman", "votes 2025-02-14-musk-vs-altman --json"),
      )
      .action(async (issue: string, options: { readonly json?: boolean }) => {
        exit(await showVotes(terminal, issueId(issue), options.json === true));
      });
  },
};

async function showVotes(terminal: Terminal, issue: string, json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openExistingStore(config);
  const results = store && (await resultsOf(store, issue));
  if (results === undefined)
    throw new LetterpressError(
      "use/not-sent",
      `No issue "${issue}" was sent.`,
      "See which were with: npx letterpress status --all",
    );
  if (json) terminal.print(JSON.stringify(results, null, 2));
  else if (results.length === 0) terminal.print("It has no poll.");
  else for (const [index, result] of results.entries()) show(terminal, result, index > 0);
  return exitCodes.done;
}

function show(terminal: Terminal, { id, question, options, votes: all }: PollResult, isNext: boolean): void {
  if (isNext) terminal.print();
  const name = question === id ? "" : terminal.style("dim", `   (${id})`);
  terminal.print(`${terminal.style("bold", question)}${name}`);
  const longest = Math.max(...options.map(({ votes: count }) => count.toLocaleString("en").length));
  for (const { title, votes: count } of options) {
    const share = all === 0 ? 0 : count / all;
    const bar = "█".repeat(Math.round(share * barLength)).padEnd(barLength, "·");
    const percent = `${Math.round(share * 100)}%`.padStart(4);
    terminal.print(`  ${count.toLocaleString("en").padStart(longest)} ${percent} ${bar} ${title}`);
  }
  terminal.print(`  ${countOf(all, "vote")}`);
}

const barLength = 20;
