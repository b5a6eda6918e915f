import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of what ./build-program.ts makes; as deep below the repository as `src`. */
export const programFolder = join(root, ".program");

/** What a test starts when it starts Letterpress. */
export const entry = join(programFolder, "cli", "letterpress.js");

/** The environment with which it starts: what one process has compiled, the next ones need not compile again. */
export const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), "letterpress-compiled") };
