import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { bundle } from "./bundle.ts";
import { licencesFile } from "./licences/licences-file.ts";
import { readData } from "./licences/read-data.ts";
import { readPackages } from "./licences/read-packages.ts";
import { dist, entry, programFolder, root } from "./places.ts";
import { type BuiltFile, replaceFile, replaceFiles } from "./replace-files.ts";

/** All of `dist` but the declarations. Throws when a package may not be in it, because of its licence. */
export async function buildProgram(): Promise<void> {
  const { files, inputs } = await bundle();
  const licences = licencesFile(await readPackages(root, inputs), await readData(root, inputs));
  if (licences.status === "refused") throw new Error(licences.faults.join("\n"));
  await replaceFiles(programFolder, files);
  await chmod(entry, 0o755);
  await replaceFiles(join(dist, "browser"), await browserFiles());
  await replaceFile({ path: join(dist, licencesName), contents: Buffer.from(licences.text) });
  for (const name of await readdir(dist))
    if (!parts.includes(name)) await rm(join(dist, name), { recursive: true });
}

const licencesName = "THIRD-PARTY-LICENSES.txt";
const parts = ["program", "browser", "types", licencesName];

/** As they stand in src: no step makes anything of them. What begins with a dot is an editor's. */
async function browserFiles(): Promise<readonly BuiltFile[]> {
  const folder = join(root, "src/preview/browser");
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    names
      .filter((name) => /\.(?:js|css)$/.test(name) && !basename(name).startsWith("."))
      .map(async (name) => ({
        path: join(dist, "browser", name),
        contents: await readFile(join(folder, name)),
      })),
  );
}
