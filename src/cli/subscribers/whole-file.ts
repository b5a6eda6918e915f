import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { faultText, LetterpressError } from "../../base/errors.ts";

/** A file that is there when all of it is, and not before. */
export interface WholeFile extends AsyncDisposable {
  write(text: string): Promise<void>;
  /** Gives it its name. Without that nothing is left of it. */
  keep(): Promise<void>;
}

/**
 * Begins a file for this user only: it has addresses in it. Throws a LetterpressError when there is one of this name
 * already, or none can be made.
 */
export async function beginFile(path: string, shown: string): Promise<WholeFile> {
  if (existsSync(path))
    throw new LetterpressError(
      "use/file-exists",
      `${shown} is there already, and nothing is written over.`,
      "Name another file, or take that one away.",
    );
  const part = `${path}.part`;
  const opened = await open(part, "w", 0o600).catch((fault: unknown) => {
    throw unwritable(shown, fault);
  });
  let kept = false;
  return {
    async write(text) {
      await opened.writeFile(text).catch((fault: unknown) => {
        throw unwritable(shown, fault);
      });
    },
    async keep() {
      await opened.close();
      await rename(part, path);
      kept = true;
    },
    async [Symbol.asyncDispose]() {
      if (kept) return;
      await opened.close();
      await rm(part, { force: true });
    },
  };
}

function unwritable(shown: string, fault: unknown): LetterpressError {
  return new LetterpressError(
    "use/unwritable",
    `${shown} could not be written: ${faultText(fault)}.`,
    "Name a file in a folder that you may write to.",
    { cause: fault },
  );
}
