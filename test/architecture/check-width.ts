import type { House } from "./house.ts";
import type { Comment, SourceFile } from "./read-source.ts";

/** The formatter wraps code and leaves comments as they are; nobody should have to scroll sideways to read one. */
export function checkWidth(
  files: readonly SourceFile[],
  { widestComment }: Pick<House, "widestComment">,
): readonly string[] {
  return files.flatMap(({ path, comments }) =>
    comments
      .filter((comment) => comment.text.length > widestComment && canBeWrapped(comment))
      .map(
        ({ line, text }) =>
          `${path}:${line} is a comment ${text.length} characters wide, and ${widestComment} is the most; wrap it.`,
      ),
  );
}

/** A row of a table cannot, nor can a word to a tool, nor a long address. */
function canBeWrapped({ text }: Comment): boolean {
  return !/^\s*\*\s*\||biome-ignore|https?:\/\/\S{60}/.test(text);
}
