import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist, root } from "../places.ts";
import { replaceFiles } from "../replace-files.ts";
import { neededDeclarations } from "./needed-declarations.ts";

/** Writes `dist/types`: what tsc declares of `src/index.ts`, without what nobody sees who imports the package. */
export async function writeDeclarations(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-types-"));
  try {
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const parameters = ["-p", join(root, "tsconfig.build.json"), "--outDir", folder];
    execFileSync(process.execPath, [compiler, ...parameters], { cwd: root, stdio: "inherit" });
    const needed = neededDeclarations(await readTexts(folder));
    const files = [...needed].map(([path, text]) => ({
      path: join(dist, "types", path),
      contents: Buffer.from(text),
    }));
    await replaceFiles(join(dist, "types"), files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".d.ts"));
  const texts = paths.map(
    async (path) => [path.replaceAll("\\", "/"), await readFile(join(folder, path), "utf8")] as const,
  );
  return new Map(await Promise.all(texts));
}
