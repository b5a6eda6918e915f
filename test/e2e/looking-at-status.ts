import { letterpressHere } from "../support/letterpress-here.ts";
import type { TempProject } from "../support/temp-project.ts";
import { issue, start } from "./newsletter.ts";

export const send = ["send", issue, "--yes"];

export async function statusOf({ root }: TempProject): Promise<string> {
  return (await letterpressHere(root, "status", issue)).out;
}

/** `status --watch` in a process of its own, and what it has printed so far. */
export function watchingOf(root: string) {
  const running = start(root, ["status", "--watch"]);
  let out = "";
  running.child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  return { ...running, out: () => out };
}
