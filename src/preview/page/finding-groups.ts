import { type Position, type Problem, problem } from "../../base/problem.ts";
import { configFile } from "../../config/read-config.ts";
import type { OpenIssue, Proof } from "../desk/desk.ts";

/** The findings of one part of an issue. */
export interface FindingGroup {
  /** `issue`, `block-0`, `template`, `config`. */
  readonly key: string;
  readonly findings: readonly Problem[];
  /** Of a block only. */
  readonly block?: GroupedBlock;
}

export interface GroupedBlock {
  readonly kind: string;
  readonly words: string;
  readonly at: Position;
  /** The number of its extent in the mail that is shown; undefined when it is not in it. */
  readonly extent?: number;
}

/** Every finding of an open issue, those too that keep it from being checked. */
export function allFindings({ entry, problems, faults }: OpenIssue): readonly Problem[] {
  const start = { file: entry.file, line: 1, column: 1 };
  return [...faults.map(({ code, message, remedy }) => problem(start, code, message, remedy)), ...problems];
}

/**
 * The findings by the part of the issue that they are about: the issue as a whole, each of its blocks, whether it has
 * findings or not, its template, and the configuration. `variant` is the one that is shown.
 */
export function findingGroups(open: OpenIssue, variant: string | undefined): readonly FindingGroup[] {
  const { entry, outline } = open;
  const keyOf = ({ at, code }: Problem): string => {
    if (code.startsWith("config/") || at.file === configFile) return "config";
    if (at.file !== entry.file) return "template";
    const index = outline.findIndex(
      ({ at: start, endLine = Number.POSITIVE_INFINITY }) => start.line <= at.line && at.line < endLine,
    );
    return index < 0 ? "issue" : `block-${index}`;
  };
  const found = Map.groupBy(allFindings(open), keyOf);
  const group = (key: string) => ({ key, findings: found.get(key) ?? [] });
  const extents = extentsOf(open, variant);
  return [
    group("issue"),
    ...outline.map(({ kind, words, at }, index) => {
      const extent = extents.get(index);
      const block = { kind, words, at, ...(extent === undefined ? {} : { extent }) };
      return { ...group(`block-${index}`), block };
    }),
    group("template"),
    group("config"),
  ];
}

/** Where the block with that key stands in the file. */
export function blockPlace({ outline }: OpenIssue, key: string): Position | undefined {
  const [, index] = /^block-(\d{1,6})$/.exec(key) ?? [];
  return index === undefined ? undefined : outline[Number(index)]?.at;
}

/**
 * By the index of a block in the file, the number of its extent in the mail. A mail that is older than the file may
 * have other blocks, in other places: they are told by what they are.
 */
function extentsOf({ proof, outline }: OpenIssue, variant: string | undefined): ReadonlyMap<number, number> {
  const extents = (variant !== undefined && proof?.extents.get(variant)) || [];
  const found = new Map<number, number>();
  for (const [number, { at }] of extents.entries()) {
    const before = proof?.outline.findIndex((one) => one.at.line === at.line && one.at.column === at.column);
    const now = before === undefined ? undefined : sameBlock(proof, outline, before, found);
    if (now !== undefined) found.set(now, number);
  }
  return found;
}

function sameBlock(
  proof: Proof | undefined,
  outline: OpenIssue["outline"],
  before: number,
  taken: ReadonlyMap<number, number>,
): number | undefined {
  const was = proof?.outline[before];
  const fits = (index: number, isSame: (one: OpenIssue["outline"][number]) => boolean) => {
    const one = outline[index];
    return one !== undefined && !taken.has(index) && one.kind === was?.kind && isSame(one);
  };
  const hasSameWords = ({ words }: OpenIssue["outline"][number]) => words === was?.words;
  if (fits(before, hasSameWords)) return before;
  const moved = outline.findIndex((_, index) => fits(index, hasSameWords));
  if (moved >= 0) return moved;
  return fits(before, () => true) ? before : undefined;
}

/** What is said of a group that is about no block. */
export function partName({ proof }: Pick<OpenIssue, "proof">, key: string): string {
  if (key === "issue") return "The issue as a whole";
  if (key === "config") return "letterpress.yaml";
  return proof === undefined ? "The template" : `The template “${proof.issue.template}”`;
}
