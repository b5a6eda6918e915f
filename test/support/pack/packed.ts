import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The package as it would be published. */
export interface Packed {
  /** The tarball. */
  readonly file: string;
  readonly bytes: number;
  /** What is in it, from the package's folder on. */
  readonly paths: readonly string[];
}

export function pack(folder: string): Packed {
  // Without scripts: `prepare` would build again, and its words would stand in the JSON.
  const [report] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  ) as readonly {
    readonly filename: string;
    readonly size: number;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (report === undefined) throw new Error("npm pack made nothing");
  return {
    file: join(folder, report.filename),
    bytes: report.size,
    paths: report.files.map(({ path }) => path),
  };
}

/** What a program prints. Throws when it does not end with 0. */
export function run(command: string, parameters: readonly string[], where: string): string {
  return execFileSync(command, parameters, {
    cwd: where,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
