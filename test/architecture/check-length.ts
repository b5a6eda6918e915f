import type { House } from "./house.ts";
import type { SourceFile } from "./read-source.ts";

/**
 * No file is so long that it must hold a second idea: neither of the program nor of its tests, of bench or of build.
 */
export function checkLength(
  files: readonly SourceFile[],
  { longestFile }: Pick<House, "longestFile">,
): readonly string[] {
  return files
    .filter(({ lines }) => lines > longestFile)
    .map(
      ({ path, lines }) =>
        `${path}:${longestFile + 1} has ${lines} lines, and ${longestFile} is the most; find its second idea and move that into a file of its own.`,
    );
}
