import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This repository. */
export const root = fileURLToPath(new URL("../", import.meta.url));

export const dist = join(root, "dist");

/** As deep below the repository as `src/cli`. */
export const programFolder = join(dist, "program");

/** What somebody starts who starts Letterpress. */
export const entry = join(programFolder, "letterpress.js");

/**
 * Where Node keeps what it has compiled for tests: a process, or a thread, need not compile again what another one has.
 */
export const compiledFolder = join(tmpdir(), "letterpress-compiled");
