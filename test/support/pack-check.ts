import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFiles } from "./pack/check-files.ts";
import { checkInstalled } from "./pack/check-installed.ts";
import { checkTypes } from "./pack/check-types.ts";
import { pack } from "./pack/packed.ts";

/*
 * `npm run pack:check`: packs the package as it would be published, looks at what is in it and at its types, installs
 * it into an empty folder and uses it there. Expects a fresh `dist`. Exits with 1 and one sentence for each finding.
 */

const folder = mkdtempSync(join(tmpdir(), "letterpress-pack-"));
try {
  const packed = pack(folder);
  const findings = [...checkFiles(packed), ...checkTypes(packed)];
  const used = findings.length === 0 ? await checkInstalled(packed, folder) : undefined;
  findings.push(...(used?.findings ?? []));
  for (const finding of findings) console.error(finding);
  if (findings.length === 0)
    console.log(
      `The package is in order: ${packed.paths.length} files, ${Math.ceil(packed.bytes / 1024)} KB; ${used?.measured.join("; ")}.`,
    );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
