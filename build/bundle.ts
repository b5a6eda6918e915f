import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, stop } from "esbuild";
import { leanHttp } from "./lean-http.ts";
import { leftOut } from "./left-out.ts";
import { programFolder, root } from "./places.ts";
import type { BuiltFile } from "./replace-files.ts";

export interface Bundle {
  readonly files: readonly BuiltFile[];
  /** The files of which something is in it, ours and those of packages; from the repository on. */
  readonly inputs: readonly string[];
}

/**
 * Puts `src` and the packages it stands on together into a few files, because most of what a short command costs is
 * finding and reading 1,800 of them. Nothing is made smaller and no name is changed, so that the trace of an error can
 * be read.
 *
 * What is loaded only when it is asked for stays so: that is what the splitting is for. All files lie in one folder, as
 * deep as `src/cli`: from where they lie they find package.json, the templates, the files of the studio and those of
 * threads.
 */
export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: await entryPoints(),
    outdir: programFolder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    keepNames: true,
    // They stand in THIRD-PARTY-LICENSES.txt.
    legalComments: "none",
    banner: { js: takenForGranted },
    external: [...remaining],
    plugins: [leftOut, leanHttp],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  await stop();
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  return { files: outputFiles, inputs: [...new Set(inputs)].sort() };
}

/** The command line, the library, and the threads, each of which is started by the name of its file. */
async function entryPoints(): Promise<{ in: string; out: string }[]> {
  // What begins with a dot is an editor's.
  const threads = (await readdir(join(root, "src"), { recursive: true })).filter(
    (path) => path.endsWith("-thread.ts") && !basename(path).startsWith("."),
  );
  const paths = ["cli/letterpress.ts", "index.ts", ...threads];
  return paths.map((path) => ({ in: join("src", path), out: basename(path, ".ts") }));
}

/** Packages that stay dependencies, each with a reason. */
const remaining = [
  // Its licence, MPL-2.0, wants its files to stay its own. It is read as a text and runs in a browser.
  "axe-core",
];

/** What packages in CommonJS expect to be there. */
const takenForGranted = [
  'import { createRequire as requireOf } from "node:module";',
  "const require = requireOf(import.meta.url);",
  "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join(" ");
