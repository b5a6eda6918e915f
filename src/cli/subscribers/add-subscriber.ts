import type { Address } from "../../base/address.ts";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Config } from "../../config/config.ts";
import { fieldValue } from "../../model/field-type.ts";
import type { Saved } from "../../store/incoming.ts";
import { saveSubscribers } from "../../store/save-subscribers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { tagOption } from "../only-option.ts";
import type { Terminal } from "../terminal.ts";
import { addressArgument } from "../address-argument.ts";
import { sourceOption } from "./source-option.ts";

export interface AddOptions {
  readonly list?: string;
  readonly field?: readonly string[];
  readonly tag?: readonly string[];
  readonly unconfirmed?: boolean;
  readonly source?: string;
  readonly json?: boolean;
}

/** `letterpress subscribers add` */
export async function addSubscriber(
  terminal: Terminal,
  written: string,
  options: AddOptions,
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const address = addressArgument(written);
  const fields = Object.fromEntries((options.field ?? []).map((one) => fieldOption(config, one)));
  const tags = (options.tag ?? []).map((tag) => tagOption(config, tag));
  const source = await askSource(terminal, address, options.source);
  if (source === undefined) return exitCodes.interrupted;
  await using store = await openNewsletterStore(config);
  const state = options.unconfirmed === true ? "unconfirmed" : "confirmed";
  const [saved = "unchanged"] = await saveSubscribers(store, {
    list: list.id,
    readers: [{ address, fields, tags, state }],
    now: systemClock.now(),
    consent: { type: "added", source },
  });
  const { email } = address;
  if (options.json === true) terminal.print(JSON.stringify({ email, list: list.id, result: saved }, null, 2));
  else terminal.print(`${email} ${savedWords[saved].replace("{list}", list.id)}`);
  return saved === "unsubscribed" || saved === "suppressed" ? exitCodes.incomplete : exitCodes.done;
}

const savedWords: Readonly<Record<Saved, string>> = {
  added: "is on the list {list} now.",
  updated: "was on the list {list}, and is up to date now.",
  unchanged: "is on the list {list} already; nothing changed.",
  unsubscribed:
    "has left the list {list}, and nobody is subscribed again by others. They can sign up themselves.",
  suppressed: "is suppressed, so nothing was added. Why: npx letterpress subscribers show, with the address.",
};

/** `city=Paris` */
function fieldOption({ fields }: Config, written: string): readonly [string, string] {
  const [name = "", ...rest] = written.split("=");
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (rest.length === 0 || field === undefined)
    throw new LetterpressError(
      "use/field",
      rest.length === 0 ? `"${written}" does not give a field a value.` : `There is no field "${name}".`,
      `Write --field name=value. ${didYouMean(name, Object.keys(fields))}`,
    );
  const read = fieldValue(field, rest.join("="));
  if (read.status === "valid") return [name, read.value];
  throw new LetterpressError("use/field", `${name} ${read.reason}.`, "Write --field name=value.");
}

/** Undefined when Ctrl-C was the answer. */
async function askSource(
  terminal: Terminal,
  address: Address,
  written: string | undefined,
): Promise<string | undefined> {
  if (written !== undefined) return sourceOption(written, address);
  if (!terminal.interactive)
    throw new LetterpressError(
      "use/no-source",
      "It is not said where the person agreed to get your mail.",
      'You may be asked for it one day. Say it with --source, as in --source "paper form, spring fair 2026".',
    );
  const answer = await terminal.ask("Where did they agree to get your mail (form, event, letter …)? ");
  return answer.status === "interrupted" ? undefined : sourceOption(answer.text, address);
}
