import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/**
 * 42 MB in 200 packages that only the bench needs, so they are no dependency of Letterpress: `npm install` in
 * bench/rivals, once. Returns false when that fails, as it does without a network.
 */
export async function installRivals(): Promise<boolean> {
  const folder = fileURLToPath(new URL("rivals/", import.meta.url));
  if (existsSync(`${folder}node_modules/email-templates`)) return true;
  console.error("Installing what Letterpress is measured against (bench/rivals) ...");
  const options = ["install", "--no-audit", "--no-fund", "--no-package-lock"];
  return promisify(execFile)("npm", options, { cwd: folder }).then(
    () => true,
    () => false,
  );
}
