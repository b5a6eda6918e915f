import { type Position, type Problem, problem } from "../base/problem.ts";
import type { YamlFile } from "../source/yaml/read-yaml.ts";
import { issueTexts } from "./issue-texts.ts";
import { blank } from "../model/noticed/blank.ts";
import { finding } from "../model/rule.ts";

/**
 * What `new` and the completion of editors' programs write where an editor still has to write. Nobody types it by
 * accident.
 */
export const blankMark = "✎";

/**
 * Texts of an issue that nobody has written yet. In a draft, which can be looked at half done, that is one warning for
 * all of them, so that they hide nothing else; once the issue is ready each is an error.
 */
export function blanksIn(yaml: YamlFile, status: string | undefined): readonly Problem[] {
  const found = issueTexts(yaml).flatMap(({ path, text }) => {
    const leftover = unwritten(text);
    if (leftover === undefined) return [];
    const { index, words, certain } = leftover;
    const before = text.slice(0, index).split("\n");
    return [{ at: yaml.within(path, before.length, (before.at(-1) ?? "").length + 1), words, certain }];
  });
  const marked = found.filter(({ certain }) => certain);
  const told = ({ at, words }: Blank) => finding(at, blank, `"${words}" is still to be written.`, remedy);
  const refused = ({ at, words }: Blank) =>
    problem(at, blank.id, `"${words}" is still to be written.`, remedy);
  const suspected = found.filter(({ certain }) => !certain).map(told);
  if (status === "ready") return [...marked.map(refused), ...suspected];
  return [...(marked.length > 1 ? together(marked) : marked.map(told)), ...suspected];
}

interface Blank {
  readonly at: Position;
  readonly words: string;
}

const remedy = "Write it, or delete it.";
const mostLines = 8;

function together(blanks: readonly Blank[]): readonly Problem[] {
  const inOrder = [...blanks].sort(({ at: a }, { at: b }) => a.line - b.line || a.column - b.column);
  const [first] = inOrder;
  if (first === undefined) return [];
  const lines = [...new Set(inOrder.map(({ at }) => at.line))];
  const named = lines.slice(0, mostLines).join(", ") + (lines.length > mostLines ? ", …" : "");
  const where = lines.length === 1 ? `line ${named}` : `lines ${named}`;
  const message = `${blanks.length} places are still to be written (${blankMark}): ${where}.`;
  return [finding(first.at, blank, message, "Write them, or delete them.")];
}

/**
 * The first place that is marked; otherwise one of the words that writers leave for themselves, which may also be
 * meant.
 */
function unwritten(text: string) {
  const marked = new RegExp(`${blankMark}[^\\n]{0,60}`).exec(text);
  if (marked !== null) return { index: marked.index, words: marked[0].trim(), certain: true };
  const word =
    /(?<![\w`])(?:TODO|FIXME|XXX+|TKTK|TK|[Ll]orem ipsum)(?![\w`])|\[(?:[Ii]nsert|INSERT|[Yy]our|YOUR)\b[^\][\n]{0,40}\](?![([:])/.exec(
      text,
    );
  return word === null ? undefined : { index: word.index, words: word[0], certain: false };
}
