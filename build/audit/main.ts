import { spawnSync } from "node:child_process";
import { bundle } from "../bundle.ts";
import { root } from "../places.ts";
import { holesIn } from "./holes-in.ts";

/*
 * `npm run audit`: asks npm which packages have known holes, and tells of those that are in the program. Nobody who has
 * installed it is told of them by npm, because to npm it is one package. Exits with 1 and a sentence for each hole.
 */

const { inputs } = await bundle();
const { stdout, stderr } = spawnSync("npm", ["audit", "--json"], { cwd: root, encoding: "utf8" });
const found = holesIn(stdout, inputs);
if (found.status === "unknown") console.error(`npm audit gives no answer: ${found.why}\n${stderr}`);
else for (const hole of found.holes) console.error(hole);
if (found.status === "known" && found.holes.length === 0)
  console.log("npm knows of no hole in what the program has in it.");
else process.exitCode = 1;
