import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of this package: two above `src/cli` and `dist/cli` alike. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

export function version(): string {
  return manifest().version;
}

/** The oldest major version of Node that runs it. */
export function oldestNode(): number {
  return Number.parseInt(manifest().engines.node.replace(/^\D+/, ""), 10);
}

function manifest(): { readonly version: string; readonly engines: { readonly node: string } } {
  return JSON.parse(readFileSync(`${packageFolder}/package.json`, "utf8")) as ReturnType<typeof manifest>;
}
