import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Manifest } from "./check-doors.ts";
import { readSource, type SourceFile } from "./read-source.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Every module of ours below a folder of this repository, in the order of the paths; those of the browser are
 * JavaScript.
 */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => /\.[jt]s$/.test(path) && !path.includes("/node_modules/"))
    .sort()
    .map((path) => readSource(path, readText(path)));
}

export function readText(path: string): string {
  return readFileSync(`${root}${path}`, "utf8");
}

export function readManifest(): Manifest {
  return JSON.parse(readText("package.json")) as Manifest;
}
