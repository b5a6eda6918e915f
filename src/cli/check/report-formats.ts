import { isAbsolute, join, relative, sep } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";

/** How `check` says what it has found. */
export const reportFormats = ["pretty", "json", "github", "sarif"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** `--json` is short for `--format json`. Throws what a person has to correct. */
export function reportFormat(asked: string | undefined, json: boolean): ReportFormat {
  const format = reportFormats.find((one) => one === (asked ?? (json ? "json" : "pretty")));
  if (format === undefined)
    throw new LetterpressError(
      "use/format",
      `--format cannot be "${asked}".`,
      `${didYouMean(asked ?? "", reportFormats)} It is one of ${reportFormats.join(", ")}.`.trim(),
    );
  if (json && format !== "json")
    throw new LetterpressError("use/format", `--json and --format ${format} contradict.`, "Leave one out.");
  return format;
}

/**
 * The path of a file in the repository that GitHub checked out, where a newsletter may lie in a folder of it; elsewhere
 * as it is, from the newsletter's folder on.
 */
export function repositoryPath(root: string, workspace: string | undefined): (file: string) => string {
  const inside = workspace === undefined || workspace === "" ? ".." : relative(workspace, root);
  if (inside.startsWith("..") || isAbsolute(inside)) return (file) => file;
  return (file) => join(inside, file).split(sep).join("/");
}
