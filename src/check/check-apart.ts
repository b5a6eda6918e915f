import { beginThread } from "../base/begin-thread.ts";
import { LetterpressError } from "../base/errors.ts";
import type { Edition } from "../model/edition.ts";
import { type CheckContext, type CheckedIssue, checkIssue } from "./check-issue.ts";

/** What the thread is asked. */
export interface CheckQuestion {
  readonly context: Omit<CheckContext, "templates" | "issues" | "outside" | "compileMjml" | "readText">;
  readonly file: string;
}

export type CheckAnswer =
  | { readonly status: "checked"; readonly checked: CheckedIssue }
  | {
      readonly status: "unreadable";
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    };

/**
 * `checkIssue` in a thread that ends with it, for a process that goes on for hours: MJML and what it leaves behind take
 * more memory than all of a mailing, and only the end of a thread gives it back. Where there is none, in this one.
 */
export async function checkApart(context: CheckQuestion["context"], file: string): Promise<CheckedIssue> {
  const workerData: CheckQuestion = { context, file };
  const thread = beginThread(threadFile, {
    workerData,
    name: "check",
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  if (thread === undefined) return checkIssue(context, file);
  const answer = await new Promise<CheckAnswer>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`the thread that checks ended with ${code}`)));
  });
  await thread.terminate();
  if (answer.status === "unreadable") throw new LetterpressError(answer.code, answer.message, answer.remedy);
  return restored(answer.checked);
}

/** A Buffer arrives as a bare Uint8Array. */
function restored(checked: CheckedIssue): CheckedIssue {
  const withBuffers = (edition: Edition): Edition => ({
    ...edition,
    attachments: edition.attachments.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })),
  });
  const editions = checked.editions.map(withBuffers);
  const assets = checked.assets.map((asset) => ({ ...asset, bytes: Buffer.from(asset.bytes) }));
  const { publicEdition } = checked;
  const forAll = publicEdition === undefined ? {} : { publicEdition: withBuffers(publicEdition) };
  return { ...checked, ...forAll, editions, assets };
}

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./check-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);
