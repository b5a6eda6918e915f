import { type Problem, problem } from "../../../base/problem.ts";
import { didYouMean } from "../../../base/suggest.ts";

/** An include of a file that is not there; `names` are those that are. */
export function missingFile(name: string, names: readonly string[], at: Problem["at"]): Problem {
  const message = `the template includes {{> ${name}}}, but there is no such file.`;
  const remedy = /[/\\]|\.\./.test(name)
    ? "A template includes only files of its own folder, by their names: blocks/<name>.mjml or parts/<name>.mjml."
    : didYouMean(name, names);
  return problem(at, "render/partial-missing", message, remedy);
}
