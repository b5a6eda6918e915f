import { dirname, join } from "node:path/posix";

/** The room of `src/<room>/…`; undefined for a file that lies beside the rooms. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The path below `src/`, as doors and sentences name it. */
export function fileOf(path: string): string {
  return path.replace(/^src\//, "");
}

/** The path of the file that `path` imports as `./x.ts` or `../x.ts`. */
export function targetOf(path: string, from: string): string {
  return join(dirname(path), from);
}

/** Whether a file below `src/` is one of `places`: files, or folders with a `/` at the end. */
export function liesIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === place));
}
