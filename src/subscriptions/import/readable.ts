import { faultText, LetterpressError } from "../../base/errors.ts";
import type { ImportInput } from "./import-report.ts";

/** The source, with what the disk says about it as an error of ours. */
export async function* readable({
  source,
  file,
}: ImportInput): AsyncGenerator<Buffer | string, void, undefined> {
  try {
    yield* source;
  } catch (fault) {
    throw new LetterpressError(
      "subscriptions/unreadable",
      `${file} could not be read: ${faultText(fault)}.`,
      "Check the path and the permissions of the file, then import it again; nobody is added twice.",
      { cause: fault },
    );
  }
}
