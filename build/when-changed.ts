import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dist, root } from "./places.ts";

/**
 * Makes a part of `dist` when something it is made of has changed since it was made last: `npm install`, `npm test` and
 * `npx letterpress` in a clone begin with that, and mostly nothing has.
 */
export async function whenChanged(part: "program" | "types", make: () => Promise<void>): Promise<void> {
  const now = await sources();
  const stamp = join(root, "node_modules/.cache/letterpress", part);
  const before = await readFile(stamp, "utf8").catch(() => undefined);
  const isThere = (await readdir(join(dist, part)).catch(() => [])).length > 0;
  if (isThere && before === now) return;
  await make();
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, now);
}

/** Another text when one of the files that matter was written to, has come or has gone. */
async function sources(): Promise<string> {
  const files = await Promise.all(
    ["src", "build"].map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((path) => join(folder, path)),
    ),
  );
  const told = [...files.flat(), "package-lock.json", "tsconfig.json", "tsconfig.build.json"].sort();
  const states = await Promise.all(told.map(async (path) => `${path} ${await stateOf(join(root, path))}\n`));
  return createHash("sha256").update(states.join("")).digest("hex");
}

/** Emacs puts a link that leads nowhere beside a file that is being edited, and a file may go while it is looked at. */
export async function stateOf(path: string): Promise<string> {
  return await stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => "gone",
  );
}
