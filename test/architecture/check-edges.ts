import type { House } from "./house.ts";
import { lineAt, type SourceFile } from "./read-source.ts";
import { fileOf, liesIn } from "./where.ts";

/** What only some files may do: talk to the process, print, read the time. */
export function checkEdges(files: readonly SourceFile[], { edges }: House): readonly string[] {
  return files.flatMap((file) =>
    edges
      .filter((edge) => !liesIn(fileOf(file.path), [edge.onlyIn]))
      .flatMap((edge) =>
        [...file.code.matchAll(edge.pattern)].map(
          (match) =>
            `${file.path}:${lineAt(file.code, match.index)} ${edge.does}, which only ${edge.onlyIn} may; ${edge.instead}.`,
        ),
      ),
  );
}
