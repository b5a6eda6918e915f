import { isError, type Problem } from "../../base/problem.ts";

/**
 * Findings as workflow commands of GitHub Actions, which shows them at their lines in a pull request. `pathOf` turns
 * the file of a finding into its path in the repository. Values are escaped as the runner reads them: a text of an
 * editor begins no command.
 */
export function githubLines(
  problems: readonly Problem[],
  pathOf: (file: string) => string,
): readonly string[] {
  return problems.map((one) => {
    const { at, code, message, remedy } = one;
    const place = `file=${property(pathOf(at.file))},line=${at.line},col=${at.column},title=${property(code)}`;
    const words = remedy === undefined ? message : `${message} ${remedy}`;
    return `::${isError(one) ? "error" : "warning"} ${place}::${escaped(words)}`;
  });
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
