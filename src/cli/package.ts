import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of this package: two above `src/cli` and `dist/cli` alike. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

export function version(): string {
  const { version } = JSON.parse(readFileSync(`${packageFolder}/package.json`, "utf8")) as {
    version: string;
  };
  return version;
}
