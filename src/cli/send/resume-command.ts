import { quoted } from "../../base/quoted.ts";
import type { Config } from "../../config/config.ts";
import type { Mailing } from "../../model/mailing.ts";
import type { Decision } from "../../store/mailings.ts";

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
  readonly acceptBounces?: boolean | undefined;
}): string {
  const { verb = "send", issue, list, only, relays = [], uncertain, acceptBounces } = send;
  const words = ["npx", "letterpress", verb, issue];
  if (list !== undefined) words.push("--list", list);
  if (only !== undefined) words.push("--only", only);
  if (uncertain !== undefined) words.push("--uncertain", uncertain);
  if (acceptBounces === true) words.push("--accept-bounces");
  for (const relay of relays) words.push("--relay", relay);
  return words.map(quoted).join(" ");
}

/** What goes on with a mailing, or decides for its uncertain readers; through all relays of the newsletter. */
export function resumeOf(mailing: Target, config: Config, uncertain?: Decision | "ask"): string {
  const verb = mailing.stoppedBy === "person" ? "resume" : "send";
  return resumeCommand({ ...targetOf(mailing, config), verb, uncertain });
}

/** What goes on with a mailing although too many addresses of its list do not exist. */
export function resumeAllTheSame(mailing: Target, config: Config): string {
  return resumeCommand({ ...targetOf(mailing, config), acceptBounces: true });
}

/** What stops a mailing. */
export function stopOf(mailing: Target, config: Config, verb: "pause" | "cancel"): string {
  return resumeCommand({ ...targetOf(mailing, config), verb });
}

type Target = Pick<Mailing, "issue" | "list" | "only" | "stoppedBy">;

/** The list is named when there are several, and also one that is no longer declared. */
function targetOf({ issue, list, only }: Target, { lists }: Config) {
  const isPlain = lists.length === 1 && lists[0].id === list;
  return { issue, list: isPlain ? undefined : list, only };
}
