import { LetterpressError } from "../../base/errors.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { listMailings } from "../../store/mailings.ts";
import { issueId } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeOf } from "./resume-command.ts";
import type { SendRequest } from "./send-request.ts";

/**
 * The refusal of `--uncertain` where no mailing has begun: a slip there must not send the issue to everybody else.
 * Names the mailings of the issue that have somebody to decide for, with what to type.
 */
export async function nobodyUncertain({
  store,
  config,
  named,
  list,
  only,
  decision = "skip",
}: SendRequest): Promise<LetterpressError> {
  const issue = issueId(named);
  const commands: string[] = [];
  for (const mailing of await listMailings(store, issue)) {
    // Those whom a killed sender left on their way are uncertain as soon as anybody looks.
    const { uncertain, submitting } = await countDeliveries(store, mailing.id);
    if (uncertain + submitting > 0) commands.push(resumeOf(mailing, config, decision));
  }
  const message = `No mailing of ${issue} to ${audienceWords(list.id, only)} has begun, so nobody there is uncertain.`;
  if (commands.length === 0)
    return new LetterpressError(
      "use/uncertain",
      message,
      "Nobody is in any other mailing of it. Send without --uncertain.",
    );
  return new LetterpressError(
    "use/uncertain",
    `${message} The issue has readers to decide for here:\n${commands.map((command) => `  ${command}`).join("\n")}\n`,
    "Nothing was sent. Type the one that you mean.",
  );
}
