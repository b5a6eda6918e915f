import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, type OutputFile, stop } from "esbuild";
import { entry, programFolder, root } from "./program.ts";

/*
 * A process of Letterpress reads 1,800 files before it sends, ours and those of packages, and that is most of what a test
 * with processes costs. So Jest calls this once before all tests: it puts the same sources together into a few dozen files,
 * with which a process starts in half the time. Nothing else is changed: no line is left out, and no name.
 *
 * All of them lie as deep as src/cli, so that what is found from where a file lies is found: package.json, the templates,
 * the files of threads.
 */
export default async function buildProgram(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: "src/cli/letterpress.ts", out: "cli/letterpress" },
      { in: "src/delivery/press/press-thread.ts", out: "cli/press-thread" },
      { in: "src/check/check-thread.ts", out: "cli/check-thread" },
      { in: "src/cli/plan/plan-thread.ts", out: "cli/plan-thread" },
      { in: "src/render/mjml/mjml-thread.ts", out: "cli/mjml-thread" },
    ],
    outdir: programFolder,
    chunkNames: "cli/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    keepNames: true,
    banner: { js: takenForGranted },
    write: false,
    logLevel: "error",
  });
  await Promise.all([replace(outputFiles), stop()]);
}

/** What packages in CommonJS expect to be there. */
const takenForGranted = [
  'import { createRequire as requireOf } from "node:module";',
  "const require = requireOf(import.meta.url);",
  "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join(" ");

/** Leaves alone what has not changed: another Jest in this folder may be starting processes at this moment. */
async function replace(files: readonly OutputFile[]): Promise<void> {
  const folder = dirname(entry);
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of files) {
    const now = await readFile(path).catch(() => undefined);
    if (now?.equals(contents)) continue;
    await writeFile(`${path}.${process.pid}`, contents);
    await rename(`${path}.${process.pid}`, path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const name of await readdir(folder))
    if (!wanted.has(join(folder, name))) await rm(join(folder, name), { force: true });
}
