import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packed.ts";

/**
 * A program that imports the package where nothing else is installed: its types have to be whole, which a compiler says
 * that also looks into declarations, and it has to run.
 */
export function checkImported(home: string): readonly string[] {
  writeFileSync(join(home, "program.mts"), program);
  const typed = node(home, join(root, "node_modules/typescript/bin/tsc"), ...strictly, "program.mts");
  const ran = node(home, "program.mts");
  return [
    ...(typed === "" ? [] : [`The types of the package are not whole: ${typed}`]),
    ...(ran === "opened" ? [] : [`A program with the package says: ${ran}`]),
  ];
}

const strictly = [
  ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"],
  ...["--target", "esnext", "--module", "nodenext", "--types", "node"],
  ...["--typeRoots", join(root, "node_modules/@types")],
];

const program = `import { openStore, type SendPlan, type Store } from "letterpress";
export type Planned = SendPlan;
const store: Store = await openStore({ file: "program.sqlite" });
await store.close();
process.stdout.write(store.file.endsWith("program.sqlite") ? "opened" : store.file);
`;

function node(home: string, ...parameters: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: home, encoding: "utf8" });
  return `${stdout}${stderr}`.trim();
}
