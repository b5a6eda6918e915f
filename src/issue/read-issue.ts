import { dirname, join } from "node:path";
import { LetterpressError } from "../base/errors.ts";
import { inReadingOrder, type Problem } from "../base/problem.ts";
import { readInside } from "../base/read-inside.ts";
import type { ImageFile, Issue } from "../model/issue.ts";
import { recoverYaml } from "../source/yaml/read-yaml.ts";
import type { OutlinedBlock } from "./block-outline.ts";
import type { Known } from "./kinds/known.ts";
import { readKinds } from "./kinds/read-kinds.ts";
import { type ParsedIssue, parseIssueYaml, templateOf } from "./parse-issue.ts";
import { readImages } from "./pictures/read-images.ts";

/** An issue as it lies on the disk: what it says and the pictures it names. */
export interface IssueOnDisk {
  readonly issue?: Issue;
  readonly images: readonly ImageFile[];
  readonly outline: readonly OutlinedBlock[];
  readonly problems: readonly Problem[];
}

/** What `letterpress.yaml` declares; the kinds of the template are read from its folder. */
export type Declared = Omit<Known, "kinds">;

/**
 * Reads an issue and its pictures. `file` is relative to `root`, and that is how findings name it. `readText` is given
 * by who has the text already. Throws LetterpressError when the file itself cannot be read.
 */
export async function readIssue(
  root: string,
  file: string,
  declared: Declared,
  readText = readIssueText,
): Promise<IssueOnDisk> {
  const { issue, others, outline = [], problems } = await readText(root, file, declared);
  if (issue === undefined) return { images: [], outline, problems };
  const pictures = await readImages(issue, dirname(join(root, file)), others);
  const all = inReadingOrder([...problems, ...pictures.problems]);
  return { issue, images: pictures.images, outline, problems: all };
}

/** The same without pictures, which takes much less. */
export async function readIssueText(root: string, file: string, declared: Declared): Promise<ParsedIssue> {
  const text = await readIssueFile(root, file);
  const read = recoverYaml({ file, text });
  const { yaml, problems } = read;
  if (yaml === undefined) return { problems: inReadingOrder(problems) };
  const { kinds, problems: ofKinds } = await readKinds(root, templateOf(yaml));
  const parsed = parseIssueYaml(file, { ...read, yaml }, { ...declared, kinds });
  return { ...parsed, problems: inReadingOrder([...parsed.problems, ...ofKinds]) };
}

// More than a file may have that is read as YAML, which says so at its place.
const mostBytes = 64 * 1024 * 1024;

/** The text of an issue's file. Throws LetterpressError when it cannot be read. */
export async function readIssueFile(root: string, file: string): Promise<string> {
  const read = await readInside(root, file, mostBytes);
  if (read.status === "read") return read.text;
  throw new LetterpressError(
    "issue/unreadable",
    `The issue ${file} cannot be read: ${read.why}.`,
    "Check the name; issues lie in issues/ and end in .yaml.",
  );
}
