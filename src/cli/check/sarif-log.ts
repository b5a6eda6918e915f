import { isError, type Problem } from "../../base/problem.ts";
import { ruleCommand, ruleSection } from "../../check/rule-section.ts";
import type { RuleHead } from "../../model/rule.ts";

/** What the log says of the program. */
export interface SarifTool {
  readonly version: string;
  readonly rules: readonly RuleHead[];
}

/**
 * Findings as a SARIF log, which GitHub, GitLab and editors' programs read (OASIS SARIF 2.1.0). `pathOf` turns the file
 * of a finding into its path in the repository.
 */
export function sarifLog(
  problems: readonly Problem[],
  pathOf: (file: string) => string,
  { version, rules }: SarifTool,
): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Letterpress", version, rules: codes.map((code) => descriptor(code, rules)) },
        },
        columnKind: "utf16CodeUnits",
        results: problems.map((one) => ({
          ruleId: one.code,
          ruleIndex: codes.indexOf(one.code),
          level: isError(one) ? "error" : "warning",
          message: { text: one.remedy === undefined ? one.message : `${one.message} ${one.remedy}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(pathOf(one.at.file)) },
                region: { startLine: one.at.line, startColumn: one.at.column },
              },
            },
          ],
        })),
      },
    ],
  };
}

function descriptor(code: string, rules: readonly RuleHead[]): object {
  const rule = rules.find(({ id }) => id === code);
  if (rule === undefined) return { id: code };
  // Its whole page: what shows a log has no way to the documents that came with this version.
  const help = { text: `${rule.why} ${ruleCommand(code) ?? ""}`.trim(), markdown: ruleSection(rule) };
  return { id: code, shortDescription: { text: rule.why }, help };
}

/** A relative reference of RFC 3986: a `#` in the name of a file is no fragment. */
function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
