import type { ExportRun } from "../../preview/export/leftovers.ts";
import { isAlive, newRunner } from "../send/runner.ts";

/** This process, as a part of the name of a folder. */
export function exportRun(): ExportRun {
  return {
    name: newRunner().replaceAll(" ", "~"),
    isOver: (name) => !isAlive(name.replaceAll("~", " ")),
  };
}
