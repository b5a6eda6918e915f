import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Position } from "../base/problem.ts";

/** The program in which files of the newsletter are written. */
export interface TextEditor {
  /** As it is called on this machine. */
  readonly name: string;
  /** Opens a file there; `at.file` is absolute. */
  open(at: Position): Promise<"opened" | "not-found">;
}

/** A place in a file, with the file's whole path. */
export function wholePlace(root: string, at: Position): Position {
  return { ...at, file: resolve(root, at.file) };
}

/** The same with the file's path as editors know it, from the newsletter's folder on. */
export function shortPlace(root: string, at: Position): Position {
  return isAbsolute(at.file) ? { ...at, file: relative(root, at.file).split(sep).join("/") } : at;
}

/**
 * A sentence without the path of the folder: it says where somebody's files lie, and differs from machine to machine.
 */
export function withoutRoot(text: string, root: string): string {
  return text.replaceAll(`${root}${sep}`, "").replaceAll(root, "the newsletter's folder");
}

/** A link that Visual Studio Code and its kin open. */
export function editorLink({ file, line, column }: Position): string {
  const path = file.split(sep).map(encodeURIComponent).join("/");
  return `vscode://file${path.startsWith("/") ? "" : "/"}${path}:${line}:${column}`;
}
