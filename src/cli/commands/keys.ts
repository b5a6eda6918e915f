import { askForWord } from "../ask-for-word.ts";
import { isoInstant, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { endOlderLinkKeys, type LinkKey, listLinkKeys, rotateLinkKey } from "../../store/link-keys.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openExistingStore, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { isAlive, runnerWords } from "../send/runner.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress keys list|rotate|end` */
export const keys: Command = {
  add(program, terminal, exit) {
    const group = program
      .command("keys")
      .description(
        "The keys that sign the links in mails: to preferences, web versions, votes and confirmations. They are kept in the store, and nothing secret is printed. Links to unsubscribe work whatever becomes of the keys. More: npx letterpress docs keys.",
      );
    group
      .command("list")
      .summary("print which keys there are")
      .description("Prints when each key was made, which one signs now, and which were ended.")
      .option("--json", "print JSON")
      .addHelpText("after", examples("keys list", "keys list --json"))
      .action(async (options: JsonOption) => exit(await printKeys(terminal, options)));
    group
      .command("rotate")
      .summary("sign the links of mails from now on with a new key")
      .description(
        "Makes a new key, which signs the links of mails from now on. What older keys have signed goes on working until you end them.",
      )
      .option("--json", "print the new key as JSON, without its secret")
      .addHelpText("after", examples("keys rotate"))
      .action(async (options: JsonOption) => exit(await rotate(terminal, options)));
    group
      .command("end")
      .summary("end every key but the newest")
      .description(
        "For when somebody else may have got to know a key: with one, anybody can make the links of every reader. Links to preferences, web versions, votes and confirmations in mails that were signed with older keys open nothing from now on, for good. Links to unsubscribe go on working. Make a new key before: keys rotate.",
      )
      .option("--yes", "do not ask")
      .option("--json", "print which keys were ended as JSON")
      .addHelpText("after", examples("keys end", "keys end --yes"))
      .action(async (options: EndOptions) => exit(await end(terminal, options)));
  },
};

interface JsonOption {
  readonly json?: boolean;
}

interface EndOptions extends JsonOption {
  readonly yes?: boolean;
}

async function printKeys(terminal: Terminal, { json }: JsonOption): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openExistingStore(config);
  const all = store === undefined ? [] : await listLinkKeys(store);
  if (json === true) terminal.print(JSON.stringify(all.map(jsonOf), null, 2));
  else for (const one of all) terminal.print(lineOf(one, one === all.at(-1)));
  if (all.length === 0) terminal.note("There is no store yet; its first key comes with it.");
  return exitCodes.done;
}

async function rotate(terminal: Terminal, { json }: JsonOption): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openNewsletterStore(config);
  const made = await rotateLinkKey(store, systemClock.now());
  if (json === true) terminal.print(JSON.stringify(jsonOf(made), null, 2));
  else terminal.print(`Key ${made.id} signs links from now on.`);
  terminal.note(
    "Links in earlier mails go on working; to end all of them but those to unsubscribe: npx letterpress keys end",
  );
  return exitCodes.done;
}

async function end(terminal: Terminal, { yes, json }: EndOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openNewsletterStore(config);
  const older = (await listLinkKeys(store)).slice(0, -1).filter(({ endedAt }) => endedAt === undefined);
  if (older.length === 0) {
    terminal.note("There is no older key. To begin a new one: npx letterpress keys rotate");
    if (json === true) terminal.print("[]");
    return exitCodes.done;
  }
  const refused = yes === true ? undefined : await refusal(terminal, older.length);
  if (refused !== undefined) return refused;
  const ended = await endOlderLinkKeys(store, { now: systemClock.now(), isAlive });
  if (ended.status === "sending")
    throw new LetterpressError(
      "keys/sending",
      `The mailing of ${ended.issue} is being sent at this moment by ${runnerWords(ended.runner)}, and its links may be signed with an older key.`,
      `Wait until it is over, or pause it, end the keys, and resume it: npx letterpress pause ${ended.issue}`,
    );
  if (json === true) terminal.print(JSON.stringify(ended.keys.map(jsonOf), null, 2));
  else
    terminal.print(
      `${countOf(ended.keys.length, "key")} ended. Links to unsubscribe go on working in every mail.`,
    );
  return exitCodes.done;
}

/** Undefined is a yes. */
async function refusal(terminal: Terminal, count: number): Promise<ExitCode | undefined> {
  terminal.note(
    `Links to preferences, web versions, votes and confirmations in mails that ${countOf(count, "older key")} signed will open nothing any more.`,
  );
  return askForWord(terminal, {
    word: "end",
    question: 'There is no way back. Type "end" to end them:',
    isToBe: "the keys are to be ended",
    unasked: "npx letterpress keys end --yes",
    after: "no key was ended",
  });
}

function lineOf({ id, madeAt, endedAt }: LinkKey, signs: boolean): string {
  const state = signs ? "signs" : endedAt === undefined ? "opens" : `ended ${isoInstant(endedAt)}`;
  return [String(id), isoInstant(madeAt), state].join("\t");
}

function jsonOf({ id, madeAt, endedAt }: LinkKey) {
  return {
    id,
    madeAt: isoInstant(madeAt),
    ...(endedAt === undefined ? {} : { endedAt: isoInstant(endedAt) }),
  };
}
