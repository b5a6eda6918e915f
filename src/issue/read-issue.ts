import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { faultText, LetterpressError } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import type { ImageFile, Issue } from "../model/issue.ts";
import type { DeclaredFields } from "./merge-fields.ts";
import { parseIssue } from "./parse-issue.ts";
import { readImages } from "./read-images.ts";

/** An issue as it lies on the disk: what it says and the pictures it names. */
export interface IssueOnDisk {
  readonly issue?: Issue;
  readonly images: readonly ImageFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads an issue and its pictures. `file` is relative to `root`, and that is how findings name it. Throws
 * LetterpressError when the file itself cannot be read.
 */
export async function readIssue(
  root: string,
  file: string,
  known: { readonly fields: DeclaredFields },
): Promise<IssueOnDisk> {
  const path = join(root, file);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new LetterpressError(
      "issue/unreadable",
      `The issue ${file} cannot be read: ${faultText(cause)}.`,
      "Check the name; issues lie in issues/ and end in .yaml.",
      { cause },
    );
  });
  const { issue, problems } = parseIssue({ file, text }, known);
  if (issue === undefined) return { images: [], problems };
  const pictures = await readImages(issue, dirname(path));
  return { issue, images: pictures.images, problems: [...problems, ...pictures.problems] };
}
