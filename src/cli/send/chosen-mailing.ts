import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { audienceText } from "../../model/audience.ts";
import type { Mailing } from "../../model/mailing.ts";
import { listMailings } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { issueId } from "../newsletter.ts";
import { onlyOption } from "../only-option.ts";
import { resumeCommand } from "./resume-command.ts";

/** Which mailing of an issue a person means. */
export interface MailingOptions {
  readonly list?: string;
  readonly only?: string;
}

/**
 * The mailing of an issue that was named: the only one, or the only one that is not over, unless `--list` and `--only`
 * say which. Throws LetterpressError when there is none, or when several could be meant.
 */
export async function chosenMailing(
  store: Store | undefined,
  config: Config,
  verb: "pause" | "resume" | "cancel",
  named: string,
  { list, only }: MailingOptions,
): Promise<Mailing> {
  const issue = issueId(named);
  const all = store === undefined ? [] : await listMailings(store, issue);
  const frozen = all.flatMap((mailing) => mailing.only ?? []);
  const expression = onlyOption(config, only, frozen);
  const part = expression && audienceText(expression);
  const meant = all
    .filter((mailing) => list === undefined || mailing.list === list)
    .filter((mailing) => part === undefined || mailing.only === part);
  const open = meant.filter(({ state }) => state !== "finished" && state !== "cancelled");
  const [found, ...others] = open.length > 0 ? open : meant;
  if (found === undefined) {
    const which = list === undefined && only === undefined ? "" : " to those readers";
    throw new LetterpressError(
      "use/no-mailing",
      `There is no mailing of ${issue}${which}, so there is nothing to ${verb}.`,
      "See which mailings there are with: npx letterpress status",
    );
  }
  if (others.length === 0) return found;
  const commands = [found, ...others].map((one) =>
    resumeCommand({ verb, issue, list: one.list, only: one.only }),
  );
  throw new LetterpressError(
    "use/which-mailing",
    `There are several mailings of ${issue}:\n${commands.map((command) => `  ${command}`).join("\n")}\n`,
    "Nothing was changed. Type the one that you mean.",
  );
}
