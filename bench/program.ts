import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./material.ts";

/** The program as it is published. */
export const program = join(root, "dist/program/letterpress.js");

/** Why nothing can be measured, or undefined when it can. */
export function missingProgram(): string | undefined {
  return existsSync(program) ? undefined : "Not measured: there is no dist; make it with npm run build.";
}
