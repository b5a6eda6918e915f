import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Packed, root } from "./packed.ts";

/**
 * What publint and "are the types wrong" find in package.json and in the types. The package is for `import` only, which
 * the profile says: `require` has not read such files before Node 22, and Node 10 knows no "exports".
 */
export function checkTypes({ file }: Packed): readonly string[] {
  return [
    ...saysNothing("publint", ["run", file, "--strict"]),
    ...saysNothing("attw", [file, "--profile", "esm-only", "--format", "ascii", "--no-color", "--no-emoji"]),
  ];
}

function saysNothing(tool: string, parameters: readonly string[]): readonly string[] {
  const { status, stdout, stderr, error } = spawnSync(join(root, "node_modules/.bin", tool), parameters, {
    cwd: root,
    encoding: "utf8",
  });
  return status === 0 ? [] : [`${tool} finds something: ${error?.message ?? `${stdout}${stderr}`}`];
}
