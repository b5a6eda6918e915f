import { type Position, type Problem, problem } from "../base/problem.ts";
import type { Inline, MergeField, Prose, ProseNode } from "../model/prose.ts";
import { invisibleIn } from "../source/yaml/text-faults.ts";

/** What a reader finds in a line or a text: words, and fields that are filled in. */
type Words = readonly (string | MergeField)[];

/**
 * A Problem when some reader would see nothing of these words: white space, signs that nobody sees, merge fields whose
 * fallback is empty. `told` are the findings there are already; a field that is wrong itself is no second fault.
 */
export function nothingSaid(
  words: Words,
  at: Position,
  what: "line" | "text",
  told: readonly Problem[],
): readonly Problem[] {
  const fields = emptiedBy(words);
  if (fields === undefined || fields.some((field) => told.some((one) => one.at === field.at))) return [];
  const [field] = fields;
  const code = "issue/nothing-said";
  const remedy = what === "line" ? "Write it." : "Write it, or leave the block out.";
  if (field === undefined)
    return [problem(at, code, `the ${what} holds nothing that a reader would see.`, remedy)];
  const message = `the ${what} says nothing to a reader whose "${field.name}" is not known.`;
  return [problem(at, code, message, `Write more, or a fallback such as {{${field.name}|there}}.`)];
}

/**
 * The fields for whose sake these words may be empty, none when they always are; undefined when every reader sees some.
 */
export function emptiedBy(words: Words): readonly MergeField[] | undefined {
  // A sign that no file may hold is a finding of its own.
  const says = (text: string) => !isBlank(text) || invisibleIn(text) !== undefined;
  const said = words.some((word) => says(typeof word === "string" ? word : word.fallback));
  return said ? undefined : words.filter((word) => typeof word === "object");
}

/** White space and what nobody sees. U+2800 is a Braille cell without a dot. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

export function wordsOfProse(prose: Prose): Words {
  return prose.flatMap(wordsOfNode);
}

function wordsOfNode(node: ProseNode): Words {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return wordsOfInlines(node.children);
    case "list":
      return node.items.flatMap(wordsOfProse);
    case "quote":
      return wordsOfProse(node.children);
    case "code":
      return [node.value];
    case "table":
      return [...node.columns.map(({ title }) => title), ...node.rows.flat()].flatMap(wordsOfInlines);
    case "rule":
      // Readers see the line.
      return ["-"];
  }
}

export function wordsOfInlines(inlines: readonly Inline[]): Words {
  return inlines.flatMap((inline): Words => {
    switch (inline.type) {
      case "text":
      case "code":
        return [inline.value];
      case "field":
        return [inline];
      case "break":
        return [];
      default:
        return wordsOfInlines(inline.children);
    }
  });
}
