/**
 * Modules of `browser/` as one script. A page of the studio has it after one question, where modules that import each
 * other take three rounds of them; and a page of an export may load it from a disk, which browsers do with no module.
 * Each module becomes a function of its own that returns what it exports. `entry` is the name of the module that is
 * run.
 */
export function oneScript(modules: ReadonlyMap<string, string>, entry: string): string {
  const done = new Map<string, string>();
  const add = (name: string) => {
    if (done.has(name)) return;
    const text = modules.get(name);
    if (text === undefined) throw new Error(`browser/${name} is imported, and is not there`);
    const imports = [...text.matchAll(importing)];
    for (const [, , from = ""] of imports) add(from);
    done.set(name, asFunction(name, text));
  };
  add(entry);
  return `(() => {\n"use strict";\nconst modules = {};\n${[...done.values()].join("")}})();\n`;
}

/** The one form in which our modules import each other. */
const importing = /^import \{ ([\w, ]+) \} from "\.\/([\w-]+\.js)";$/gm;
const exporting = /^export (?=(?:(?:async )?function|const) (\w+))/gm;

function asFunction(name: string, text: string): string {
  const names = [...text.matchAll(exporting)].map(([, one]) => one);
  const body = text
    .replace(importing, (_, imported: string, from: string) => `const { ${imported} } = modules["${from}"];`)
    .replace(exporting, "");
  return `modules["${name}"] = (() => {\n${body}return { ${names.join(", ")} };\n})();\n`;
}
