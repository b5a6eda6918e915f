import { parentPort, workerData } from "node:worker_threads";
import type { PlanLine } from "../../preview/desk/plans.ts";
import { runCommandLine } from "../main.ts";
import type { Terminal } from "../terminal.ts";
import type { PlanQuestion } from "./plan-apart.ts";

/*
 * The first file of a thread that asks the command line for one plan and ends (plan-apart.ts). Started as a file, not
 * imported.
 */
const { folder, file, list, environment } = workerData as PlanQuestion;
const lines: PlanLine[] = [];

await runCommandLine(["", "", "send", file, "--dry-run", "--list", list], keeping());
parentPort?.postMessage(lines);

/** A terminal at which nobody is, and that keeps what is said. */
function keeping(): Terminal {
  return {
    print: (text = "") => void lines.push({ text, isNote: false }),
    printRaw: (text) => void lines.push({ text: text.toString(), isNote: false }),
    note: (text = "") => void lines.push({ text, isNote: true }),
    printsToScreen: false,
    redraw: () => undefined,
    isRead: () => true,
    interactive: false,
    screen: false,
    columns: 100,
    style: (_, text) => text,
    overwrite: () => undefined,
    ask: async () => ({ status: "interrupted" }),
    environment,
    folder,
  };
}
