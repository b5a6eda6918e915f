import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/* `npm run build`: makes `dist`, which is published, of `src`. */

const root = fileURLToPath(new URL("../../../", import.meta.url));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")],
  { cwd: root, stdio: "inherit" },
);
cpSync(join(root, "src/preview/browser"), join(dist, "preview/browser"), { recursive: true });
chmodSync(join(dist, "cli/letterpress.js"), 0o755);
dropTypes(typesFrom(join(dist, "index.d.ts")));

/** The declarations that a program can see that imports the package: those of its door, and what they name. */
function typesFrom(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)\.[jt]s"/g))
    typesFrom(join(dirname(file), `${path}.d.ts`), seen);
  return seen;
}

function dropTypes(needed: ReadonlySet<string>): void {
  for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" }))
    if (path.endsWith(".d.ts") && !needed.has(join(dist, path))) rmSync(join(dist, path));
}
