import type * as Mdast from "mdast";
import type { Position } from "../../base/problem.ts";
import { type Context, positionOf, report } from "./markdown-context.ts";
import { noDefinition } from "../../model/noticed/no-definition.ts";
import { finding } from "../../model/rule.ts";

/** Links that are written in one place and named in another: `[words][name]` and `[name]: https://…`. */

/** Of two definitions with one name the first counts (CommonMark section 4.7); the other would be lost. */
export function collectDefinitions(tree: Mdast.Root | Mdast.RootContent, context: Context): void {
  if (tree.type === "definition") {
    const at = positionOf(tree, context);
    const name = nameOf(tree, context);
    if (context.definitions.has(tree.identifier))
      report(context, at, "same-link", `two links are named "[${name}]".`, "Give each its own name.");
    else context.definitions.set(tree.identifier, tree);
    reportTitle(tree, at, context);
  }
  if ("children" in tree) for (const child of tree.children) collectDefinitions(child, context);
}

export function reportUnused(definition: Mdast.Definition, context: Context): void {
  if (context.referred.has(definition.identifier)) return;
  const message = `nothing refers to the link "[${nameOf(definition, context)}]", so no reader sees it.`;
  report(
    context,
    positionOf(definition, context),
    "unused-link",
    message,
    "Delete the line, or refer to it.",
  );
}

export function reportTitle({ title }: Mdast.Link | Mdast.Definition, at: Position, context: Context): void {
  if (!title) return;
  const message = `mail programs do not show the title of a link ("${context.disguise.written(title)}").`;
  report(context, at, "link-title", message, "Write it into the text.");
}

/**
 * `[words][name]` without a line `[name]: https://…` stays as it is, brackets and all. In `Unsafe[Mutable][Raw]Pointer`
 * it is meant to.
 */
export function reportMissingDefinition(node: Mdast.Text, context: Context): void {
  const start = node.position?.start.offset ?? 0;
  const source = context.disguise.text.slice(start, node.position?.end.offset ?? start);
  for (const match of source.matchAll(/(?<!\\)\]\[([^\][]*)\](?![\w[])/g)) {
    const opened = source.lastIndexOf("[", match.index);
    if (opened > 0 && /[\w\]]/.test(source[opened - 1] ?? "")) continue;
    const before = context.disguise.text.slice(0, start + match.index + 1).split("\n");
    const at = context.place(before.length, (before.at(-1) ?? "").length + 1);
    const name = context.disguise.written(match[1] || "…");
    const message = `readers see the brackets, because there is no line "[${name}]: https://…".`;
    const remedy = "Add the line, or write \\[ for the character itself.";
    context.problems.push(finding(at, noDefinition, message, remedy));
  }
}

function nameOf({ label, identifier }: Mdast.Definition, context: Context): string {
  return context.disguise.written(label ?? identifier);
}
