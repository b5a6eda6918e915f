import { buildProgram } from "./build-program.ts";
import { writeDeclarations } from "./declarations/write-declarations.ts";
import { whenChanged } from "./when-changed.ts";

/*
 * `npm run build`: makes `dist` of `src`, which is what is published. With `--when-changed` only what may be out of
 * date.
 *
 *   dist/program/   the command line, the library and the threads, with all packages they stand on
 *   dist/browser/   what the pages of the studio load, as it stands in src/preview/browser
 *   dist/types/     the declarations of the library
 *   dist/THIRD-PARTY-LICENSES.txt
 */

if (process.argv.includes("--when-changed")) {
  await whenChanged("program", buildProgram);
  await whenChanged("types", writeDeclarations);
} else {
  await buildProgram();
  await writeDeclarations();
}
