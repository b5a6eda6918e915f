import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/program.ts";

/** Every Markdown file at the root and below `docs/`, from the root. */
export function markdownFiles(): readonly string[] {
  const below = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  return [...readdirSync(root), ...below.map((name) => `docs/${name}`)].filter((path) =>
    path.endsWith(".md"),
  );
}
