import { buildProgram } from "./build-program.ts";
import { compiledFolder } from "./places.ts";
import { whenChanged } from "./when-changed.ts";

/**
 * Jest calls it once before all tests: what they start is what is published, and their workers share what Node
 * compiles.
 */
export default function beforeTests(): Promise<void> {
  process.env.NODE_COMPILE_CACHE ??= compiledFolder;
  return whenChanged("program", buildProgram);
}
