import { buildProgram } from "./build-program.ts";
import { whenChanged } from "./when-changed.ts";

/** Jest calls it once before all tests: what they start is what is published. */
export default function beforeTests(): Promise<void> {
  return whenChanged("program", buildProgram);
}
