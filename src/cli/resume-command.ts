import type { Config } from "../config/config.ts";
import type { Mailing } from "../model/mailing.ts";

/** What a person types to send an issue, or to go on with it: safe to paste into a shell. */
export function resumeCommand(send: {
  /** As it was typed, so that a path is found again. */
  readonly issue: string;
  readonly list?: string | undefined;
  readonly only?: string | undefined;
  readonly relay?: string | undefined;
}): string {
  const { issue, list, only, relay } = send;
  const words = ["npx", "letterpress", "send", issue];
  if (list !== undefined) words.push("--list", list);
  if (only !== undefined) words.push("--only", only);
  if (relay !== undefined) words.push("--relay", relay);
  return words.map(quoted).join(" ");
}

/** What goes on with a mailing. The store does not know the relay, so a newsletter with several has to be told again. */
export function resumeOf({ issue, list, only }: Mailing, { lists, relays }: Config): string {
  const command = resumeCommand({ issue, list: lists.length > 1 ? list : undefined, only });
  if (relays.length < 2) return command;
  return `${command} --relay NAME, where NAME is ${relays.map((relay) => relay.name).join(" or ")}`;
}

/** As a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
