import type { Context } from "hono";
import type { Position } from "../../base/problem.ts";
import { readIssueFile } from "../../issue/read-issue.ts";
import type { OpenIssue } from "../desk/desk.ts";
import { writtenAt } from "../desk/written-at.ts";
import { type FindingsPlace, placeAt } from "../page/finding.ts";

/** What the page asks of one element of the mail: the block it is in, as its group is named, and what it says. */
interface Asked {
  readonly block: string;
  readonly words: readonly string[];
}

/** Where that is written, and whether its contrast is told there already; null when it cannot be known. */
type Answer = { readonly line: number; readonly place: string; readonly hasContrast: boolean } | null;

/**
 * Where the elements of the mail that axe has found something about are written in the issue. The browser names blocks
 * and words, never a file; what it gets are lines of the open issue.
 */
export async function writtenPlaces(
  place: FindingsPlace,
  open: OpenIssue,
  context: Context,
): Promise<Response> {
  const asked = parseAsked(context.req.query("asked") ?? "");
  if (asked === undefined) return context.text("This asks for nothing.", 400);
  const text = await readIssueFile(place.root, open.entry.file).catch(() => "");
  const answers = await Promise.all(asked.map((one) => answer(place, open, text, one)));
  return context.json(answers);
}

async function answer(
  place: FindingsPlace,
  open: OpenIssue,
  text: string,
  { block, words }: Asked,
): Promise<Answer> {
  const index = /^block-(\d{1,6})$/.exec(block)?.[1];
  const outlined = index === undefined ? undefined : open.outline[Number(index)];
  if (outlined === undefined) return null;
  const at = words.map((one) => writtenAt(text, outlined, one)).find((one) => one !== undefined);
  if (at === undefined) return null;
  const hasContrast = open.problems.some(
    (one) => one.code === "check/html-contrast" && one.at.file === at.file && one.at.line === at.line,
  );
  const { markup } = await placeAt(place, at, `line-${at.line}`);
  return { line: at.line, place: markup, hasContrast };
}

/** The line that such a place names, in the file of the open issue. */
export function linePlace({ entry }: OpenIssue, key: string): Position | undefined {
  const [, line] = /^line-([1-9]\d{0,5})$/.exec(key) ?? [];
  return line === undefined ? undefined : { file: entry.file, line: Number(line), column: 1 };
}

function parseAsked(query: string): readonly Asked[] | undefined {
  try {
    const asked: unknown = JSON.parse(query);
    return Array.isArray(asked) && asked.length <= mostAsked && asked.every(isAsked) ? asked : undefined;
  } catch {
    return undefined;
  }
}

function isAsked(value: unknown): value is Asked {
  if (typeof value !== "object" || value === null || !("block" in value) || !("words" in value)) return false;
  const { block, words } = value;
  return typeof block === "string" && Array.isArray(words) && words.every((one) => typeof one === "string");
}

const mostAsked = 50;
