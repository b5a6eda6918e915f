import { quoted } from "../base/quoted.ts";
import type { Config } from "../config/config.ts";
import type { Mailing } from "../model/mailing.ts";
import type { Decision } from "../store/mailings.ts";

/** What a person types to send an issue, or to go on with it: safe to paste into a shell. */
export function resumeCommand(send: {
  /** What goes on with a mailing that a person has paused is `resume`. */
  readonly verb?: "send" | "resume" | "pause" | "cancel" | undefined;
  /** As it was typed, so that a path is found again. */
  readonly issue: string;
  readonly list?: string | undefined;
  readonly only?: string | undefined;
  readonly relays?: readonly string[] | undefined;
  readonly uncertain?: Decision | "ask" | undefined;
}): string {
  const { verb = "send", issue, list, only, relays = [], uncertain } = send;
  const words = ["npx", "letterpress", verb, issue];
  if (list !== undefined) words.push("--list", list);
  if (only !== undefined) words.push("--only", only);
  if (uncertain !== undefined) words.push("--uncertain", uncertain);
  for (const relay of relays) words.push("--relay", relay);
  return words.map(quoted).join(" ");
}

/** What goes on with a mailing, or decides for its uncertain readers; through all relays of the newsletter. */
export function resumeOf(
  { issue, list, only, stoppedBy }: Pick<Mailing, "issue" | "list" | "only" | "stoppedBy">,
  { lists }: Config,
  uncertain?: Decision | "ask",
): string {
  // A list that is no longer declared has to be named, too.
  const isPlain = lists.length === 1 && lists[0]?.id === list;
  const verb = stoppedBy === "person" ? "resume" : "send";
  return resumeCommand({ verb, issue, list: isPlain ? undefined : list, only, uncertain });
}
