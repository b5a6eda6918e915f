import { systemClock } from "../../base/clock.ts";
import { type Removed, removeSubscription } from "../../store/remove-subscription.ts";
import { findSubscriber } from "../../store/subscribers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { addressArgument } from "../address-argument.ts";
import { sourceOption } from "./source-option.ts";

/** `letterpress subscribers remove` */
export async function removeSubscriber(
  terminal: Terminal,
  written: string,
  options: { readonly list?: string; readonly source?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const address = addressArgument(written);
  const source = sourceOption(options.source ?? "cli", address);
  await using store = await openNewsletterStore(config);
  const found = await findSubscriber(store, address.email);
  const removed: Removed =
    found === undefined
      ? "none"
      : await removeSubscription(store, {
          subscriber: found.id,
          list: list.id,
          source,
          now: systemClock.now(),
        });
  if (options.json === true)
    terminal.print(JSON.stringify({ email: address.email, list: list.id, result: removed }, null, 2));
  else terminal.print(`${address.email} ${removedWords[removed].replace("{list}", list.id)}`);
  return removed === "none" ? exitCodes.incomplete : exitCodes.done;
}

const removedWords: Readonly<Record<Removed, string>> = {
  removed: "gets nothing of the list {list} any more, and no import brings them back.",
  left: "had left the list {list} already.",
  none: "is not on the list {list}.",
};
