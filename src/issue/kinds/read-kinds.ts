import { type Problem, problem } from "../../base/problem.ts";
import { listInside, readInside } from "../../base/read-inside.ts";
import { didYouMean } from "../../base/suggest.ts";
import { builtInKinds } from "../blocks/all.ts";
import { type BlockKind, blockKind } from "./block-kind.ts";
import { parseKind, type SoundRules } from "./kind-file.ts";

/**
 * The kinds of block that a template adds: each file `blocks/<kind>.mjml` whose kind is not built in, with the rules in
 * `blocks/<kind>.schema.yaml`, if there are any; a kind whose rules have a
 * fault is known all the same. `template` is the folder below `root` that names it; a folder that is
 * not there adds none.
 */
export async function readKinds(
  root: string,
  template: string,
): Promise<{ readonly kinds: readonly BlockKind[]; readonly problems: readonly Problem[] }> {
  const folder = `templates/${template}/blocks`;
  const listed = await listInside(root, folder);
  const files = listed.status === "read" ? listed.names : [];
  const problems: Problem[] = [];
  const names = files.filter((file) => file.endsWith(".mjml")).map((file) => file.slice(0, -".mjml".length));
  const added = names.filter((name) => !builtInKinds.some((kind) => kind.name === name)).sort();
  const kinds: BlockKind[] = [];
  for (const name of added) {
    const file = `${folder}/${name}.schema.yaml`;
    const read = await readKind(root, name, file);
    problems.push(...read.problems);
    kinds.push(read.kind ?? freely(name, read.sound));
  }
  for (const file of files.filter((one) => one.endsWith(".schema.yaml"))) {
    const name = file.slice(0, -".schema.yaml".length);
    if (!added.includes(name)) problems.push(withoutPartial(`${folder}/${file}`, name, added));
  }
  return { kinds, problems };
}

async function readKind(root: string, name: string, file: string): Promise<ReturnType<typeof parseKind>> {
  const read = await readInside(root, file, mostBytes);
  if (read.status === "read") return parseKind(name, { file, text: read.text });
  if (read.status === "absent") return { kind: freely(name), problems: [] };
  const at = { file, line: 1, column: 1 };
  const message = `the rules of the block "${name}" cannot be read: ${read.why}.`;
  return { problems: [problem(at, "issue/kind-unreadable", message, "Make it a file of the newsletter.")] };
}

const mostBytes = 1024 * 1024;

function freely(name: string, sound: SoundRules = { keys: {} }): BlockKind {
  return blockKind({ name, description: `A ${name}, as the template sets it.`, ...sound, free: true });
}

function withoutPartial(file: string, name: string, added: readonly string[]): Problem {
  const at = { file, line: 1, column: 1 };
  if (builtInKinds.some((kind) => kind.name === name)) {
    const message = `"${name}" is built in, and its rules are the same in all templates.`;
    return problem(at, "issue/kind-built-in", message, "Give the kind of your own another name.");
  }
  const message = `there is no ${name}.mjml beside this file.`;
  return problem(at, "issue/kind-without-partial", message, didYouMean(name, added));
}
