import { readYaml } from "../../source/yaml/read-yaml.ts";

/** One line of text as YAML reads it back: as it stands where that is safe, otherwise in quotes. */
export function yamlText(text: string): string {
  const { yaml, problems } = readYaml({ file: "", text: `a: ${text}\n` });
  const read = (yaml?.value as { readonly a?: unknown } | undefined)?.a;
  return problems.length === 0 && read === text ? text : JSON.stringify(text);
}
