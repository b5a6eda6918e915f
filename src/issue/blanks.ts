import { type Problem, problem } from "../base/problem.ts";
import { type Path, valueAt, type YamlFile } from "../source/yaml/read-yaml.ts";

/** What `new` and the completion of editors' programs write where an editor still has to write. Nobody types it by accident. */
export const blankMark = "✎";

/**
 * Texts of an issue that nobody has written yet: a warning while it is a draft, so that it can be looked at half done, and an
 * error once it is ready.
 */
export function blanksIn(yaml: YamlFile, status: string | undefined): readonly Problem[] {
  const found: Problem[] = [];
  const severity = status === "ready" ? "error" : "warning";
  const look = (path: Path): void => {
    const value = valueAt(yaml.value, path);
    if (typeof value === "string") {
      const leftover = unwritten(value);
      if (leftover === undefined) return;
      const { index, words, certain } = leftover;
      const before = value.slice(0, index).split("\n");
      const at = yaml.within(path, before.length, (before.at(-1) ?? "").length + 1);
      found.push(
        problem(
          at,
          "issue/blank",
          `"${words}" is still to be written.`,
          remedy,
          certain ? severity : "warning",
        ),
      );
    } else if (typeof value === "object" && value !== null) {
      for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) look([...path, key]);
    }
  };
  for (const key of ["subject", "preheader", "blocks"]) look([key]);
  return found;
}

const remedy = "Write it, or delete it.";

/** The first place that is marked; otherwise one of the words that writers leave for themselves, which may also be meant. */
function unwritten(text: string) {
  const marked = new RegExp(`${blankMark}[^\\n]{0,60}`).exec(text);
  if (marked !== null) return { index: marked.index, words: marked[0].trim(), certain: true };
  const word = /(?<![\w`])(?:TODO|FIXME|TKTK|TK|[Ll]orem ipsum)(?![\w`])/.exec(text);
  return word === null ? undefined : { index: word.index, words: word[0], certain: false };
}
