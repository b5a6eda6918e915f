import { checkApart } from "../../check/check-apart.ts";
import { type CheckedIssue, checkIssue } from "../../check/check-issue.ts";
import { isLongList } from "../../store/lists.ts";
import { checkContext } from "../../config/check-context.ts";
import { issueFile } from "../newsletter.ts";
import type { SendRequest } from "./send-request.ts";

/**
 * Checks the issue that is to be sent. For a long list in a thread that ends with it, so that the process that sends
 * for hours does not keep MJML in memory; for a short one here, because a thread takes a moment to start. Throws as
 * `checkIssue` does.
 */
export async function checkToSend({
  terminal,
  config,
  list,
  store,
  named,
}: SendRequest): Promise<CheckedIssue> {
  const file = issueFile(config, terminal.folder, named);
  const context = { ...checkContext(config, list), forArchive: true };
  return (await isLongList(store, list.id, long)) ? checkApart(context, file) : checkIssue(context, file);
}

/** Readers who take a minute or more to send to, however fast the relay is. */
const long = 50_000;
