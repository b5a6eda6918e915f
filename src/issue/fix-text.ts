import type { Fix, Position, Problem } from "../base/problem.ts";
import { linkPlaces } from "./markdown/link-places.ts";
import { type Path, recoverYaml, type Source } from "../source/yaml/read-yaml.ts";
import { boxed, cleared } from "../source/yaml/text-faults.ts";

/** A finding that can be fixed. */
export type Fixable = Problem & { readonly fix: Fix };

/** A fix that could not be made without touching something else. */
export interface LeftFix extends Fixable {
  /** Why, as the rest of a sentence that begins with the place of the finding. */
  readonly why: string;
}

export interface FixedText {
  readonly text: string;
  /** What was changed, in reading order. */
  readonly made: readonly Fixable[];
  /** What one change mends along with another is in neither. */
  readonly left: readonly LeftFix[];
}

/**
 * The text of a YAML file with what its findings say to change. Only the characters of a fix are written over, so
 * comments, quotes, line ends and the order of keys stay as they are. Each fix is proved before it is kept: read as
 * YAML, the file says the same as before in every place but the text of the finding, and there nothing but the fix has
 * changed.
 */
export function fixText({ file, text }: Source, problems: readonly Problem[]): FixedText {
  const made: Fixable[] = [];
  const left: LeftFix[] = [];
  let fixed = text;
  let leaves = leavesOf({ file, text });
  const first = leaves ?? [];
  // From the end, so that the places of those that follow hold.
  const fixable = problems.filter(isFixable).filter(({ at }) => at.file === file);
  for (const one of fixable.toReversed()) {
    const next = fixedBy({ file, text: fixed, leaves }, one);
    if ("why" in next) left.unshift({ ...one, why: next.why });
    else {
      ({ text: fixed, leaves } = next);
      made.unshift(one);
    }
  }
  return { text: fixed, made, left: withoutMended(left, made, first) };
}

/** Links by one name have their address in one place: with the first of them all are mended. */
function withoutMended(
  left: readonly LeftFix[],
  made: readonly Fixable[],
  leaves: readonly Leaf[],
): readonly LeftFix[] {
  const changeOf = ({ at, fix }: Fixable) => JSON.stringify([leafAt(leaves, at)?.key, fix]);
  const changes = new Set(made.map(changeOf));
  return left.filter((one) => !isAddress(one.fix) || !changes.has(changeOf(one)));
}

function isFixable(one: Problem): one is Fixable {
  return one.fix !== undefined;
}

function fixedBy(
  { file, text, leaves: before }: Source & { readonly leaves: readonly Leaf[] | undefined },
  { at, fix }: Fixable,
): { readonly text: string; readonly leaves: readonly Leaf[] } | { readonly why: string } {
  const own = leafAt(before ?? [], at);
  if (before === undefined || own === undefined) return { why: writtenOtherwise };
  // In HTML an address may be written with its & as an entity.
  const inHtml = { was: fix.was.replaceAll("&", "&amp;"), becomes: fix.becomes.replaceAll("&", "&amp;") };
  const from = offsetOf(text, at);
  let why = writtenOtherwise;
  for (const change of [fix, inHtml]) {
    const isPlace = isAddress(change) ? linkPlaces(String(own.value), change.was) : () => true;
    for (const start of placesOf(change.was, text, from, offsetOf(text, own.at))) {
      const next = text.slice(0, start) + change.becomes + text.slice(start + change.was.length);
      const after = leavesOf({ file, text: next });
      if (after !== undefined && isOnlyThis({ before, after, own, isPlace }, change))
        return { text: next, leaves: after };
      why = changesMore;
    }
  }
  return { why };
}

const writtenOtherwise = "the file writes it in another way, with signs of YAML such as \\/ or \\u0026";
const changesMore = "written over there, it would change what else the file says";

function isAddress({ was }: Fix): boolean {
  return /^https?:/i.test(was);
}

/** A text, a number or a truth in the file. */
interface Leaf {
  readonly key: string;
  readonly value: unknown;
  readonly at: Position;
}

function leavesOf(source: Source): readonly Leaf[] | undefined {
  const { yaml } = recoverYaml(source);
  if (yaml === undefined) return undefined;
  const below = (value: unknown, path: Path): readonly Leaf[] => {
    if (typeof value !== "object" || value === null)
      return [{ key: JSON.stringify(path), value, at: yaml.at(path) }];
    const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return steps.flatMap(([step, inner]: [string | number, unknown]) => below(inner, [...path, step]));
  };
  const leaves = below(yaml.value, []);
  return leaves.toSorted((one, other) => one.at.line - other.at.line || one.at.column - other.at.column);
}

function leafAt(leaves: readonly Leaf[], at: Position): Leaf | undefined {
  return leaves.findLast((leaf) => !isBehind(leaf.at, at));
}

function isBehind(one: Position, other: Position): boolean {
  return one.line > other.line || (one.line === other.line && one.column > other.column);
}

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let row = 1; row < line; row += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return start + column - 1;
}

/**
 * Where a text stands as a whole: from the place of the finding on first, then before it, back to where its value
 * begins.
 */
function placesOf(was: string, text: string, from: number, start: number): readonly number[] {
  const all: number[] = [];
  for (let at = text.indexOf(was, start); at >= 0; at = text.indexOf(was, at + 1)) {
    // A longer address begins with the shorter one.
    const isWhole =
      !/[\w/]$/.test(was) || !/^[\w/?&=#%~+.-]*[\w/]/.test(text.slice(at + was.length, at + was.length + 40));
    if (isWhole) all.push(at);
    if (all.length >= mostPlaces) break;
  }
  return [...all.filter((at) => at >= from), ...all.filter((at) => at < from)];
}

const mostPlaces = 20;

/** Values that say the same as the one of the finding may change with it: they are its aliases. */
function isOnlyThis(
  {
    before,
    after,
    own,
    isPlace,
  }: {
    readonly before: readonly Leaf[];
    readonly after: readonly Leaf[];
    readonly own: Leaf;
    /** Whether a place in the text of the finding may change. */
    readonly isPlace: (index: number) => boolean;
  },
  { was, becomes }: Fix,
): boolean {
  const now = new Map(after.map(({ key, value }) => [key, value]));
  if (now.size !== before.length) return false;
  const changed = before.filter(({ key, value }) => !now.has(key) || now.get(key) !== value);
  // Such as a character in a comment that no file may hold.
  if (changed.length === 0 && becomes === cleared(was)) return true;
  const isFixed = ({ key, value }: Leaf) => {
    const next = now.get(key);
    if (value !== own.value || typeof value !== "string" || typeof next !== "string") return false;
    const read = value.includes(was) ? was : boxed(was);
    return [...indexesOf(read, value)].some(
      (at) => isPlace(at) && value.slice(0, at) + becomes + value.slice(at + read.length) === next,
    );
  };
  return changed.some(({ key }) => key === own.key) && changed.every(isFixed);
}

function* indexesOf(part: string, text: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}
