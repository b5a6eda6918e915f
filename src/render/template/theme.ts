import { type Position, type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import { type Path, valueAt, type YamlFile } from "../../source/yaml/read-yaml.ts";
import { checkContrast } from "./check-contrast.ts";

/** The values of `theme.yaml`: what HTML, CSS and MJML say literally. */
export interface Theme {
  readonly colours: { readonly light: ThemeNames; readonly dark: ThemeNames };
  readonly fonts: ThemeNames;
  readonly sizes: ThemeNames;
  readonly spacing: ThemeNames;
}
export type ThemeNames = Readonly<Record<string, string>>;

/** What prose and plain text need. A template may name as much more as it likes. */
const needed = {
  colours: ["ink", "muted", "accent", "rule", "tint"],
  fonts: ["display", "text", "code"],
  sizes: ["text", "heading", "subheading"],
  spacing: ["paragraph", "heading"],
} as const;

// What stands for a value that could not be read, while the template is looked at.
const standIns = { colours: "#000000", fonts: "serif", sizes: "16px", spacing: "16px" } as const;
type Group = keyof typeof standIns;

/**
 * Reads a theme file. While there is an error, something stands in for what is wrong or missing, so that the template
 * can be looked at; where a group could not be read, for every name of it that the template shows. `yaml` is undefined
 * when the file could not be read, `isWhole` false when only a part of it could.
 */
export function parseTheme(
  yaml: YamlFile | undefined,
  isWhole: boolean,
  shown: (group: string) => readonly string[],
): {
  readonly theme: Theme;
  readonly at: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const at = new Map<string, Position>();
  const names = (path: readonly [Group, ...string[]], expected: readonly string[]): ThemeNames => {
    const read = yaml === undefined ? {} : namesAt(yaml, path, expected, problems);
    if (yaml !== undefined)
      for (const name of Object.keys(read)) at.set([...path, name].join("."), yaml.at([...path, name]));
    const others = isWhole && Object.keys(read).length > 0 ? [] : shown(`theme.${path.at(-1)}`);
    return {
      ...Object.fromEntries([...expected, ...others].map((name) => [name, standIns[path[0]]])),
      ...read,
    };
  };
  if (yaml !== undefined && valueAt(yaml.value, ["words"]) !== undefined)
    problems.push(movedWords(yaml.keyAt(["words"])));
  const theme: Theme = {
    colours: {
      light: names(["colours", "light"], needed.colours),
      dark: names(["colours", "dark"], needed.colours),
    },
    fonts: names(["fonts"], needed.fonts),
    sizes: names(["sizes"], needed.sizes),
    spacing: names(["spacing"], needed.spacing),
  };
  if (yaml === undefined || problems.length > 0) return { theme, at, problems };
  const { light, dark } = theme.colours;
  return {
    theme,
    at,
    problems: [...checkContrast(yaml, "light", light), ...checkContrast(yaml, "dark", dark)],
  };
}

/** The value of a name that `parseTheme` or `joinWords` made sure of. */
export function named(names: ThemeNames, name: string): string {
  return names[name] ?? "";
}

// Values stand in CSS and in quoted attributes as they are, so nothing in them may end a rule, a value or a tag.
const cssText = /^[\w\s#%.,'()+-]+$/;

function namesAt(
  yaml: YamlFile,
  path: readonly [Group, ...string[]],
  expected: readonly string[],
  problems: Problem[],
): ThemeNames {
  const before = problems.length;
  const map = mapAt(yaml, path, problems);
  if (problems.length > before) return {};
  const missing = expected.filter((name) => !Object.hasOwn(map, name));
  const others = Object.keys(map).filter((name) => !expected.includes(name));
  problems.push(...missing.map((name) => lacking(yaml, path, name, others)));
  const names: Record<string, string> = {};
  for (const [name, given] of Object.entries(map)) {
    const text = typeof given === "number" ? String(given) : given;
    if (/^[a-z]\w*$/i.test(name) && typeof text === "string" && cssText.test(text)) names[name] = text;
    else {
      problems.push(unfit(yaml, [...path, name]));
      names[name] = standIns[path[0]];
    }
  }
  return names;
}

function mapAt(yaml: YamlFile, path: Path, problems: Problem[]): Readonly<Record<string, unknown>> {
  const value = valueAt(yaml.value, path);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  const parent = path.slice(0, -1);
  const around = valueAt(yaml.value, parent);
  const name = String(path.at(-1));
  const others = Object.keys(typeof around === "object" && around !== null ? around : {});
  const slip = others.find((other) => other !== name && suggest(other, [name]) !== undefined);
  const message = `the theme has no map "${path.join(".")}"`;
  problems.push(
    slip === undefined
      ? problem(yaml.at(path), "render/theme", `${message}.`, "Add it, one name a line.")
      : problem(
          yaml.keyAt([...parent, slip]),
          "render/theme",
          `${message}, but "${slip}".`,
          `Did you mean "${name}"?`,
        ),
  );
  return {};
}

function movedWords(at: Position): Problem {
  const message = "the words of a template do not stand in its theme.";
  return problem(at, "render/theme", message, "Write those of each language into words/<language>.yaml.");
}

/** A template may name as much more as it likes, so another name is a slip only where one is needed that is near it. */
function lacking(yaml: YamlFile, path: Path, name: string, others: readonly string[]): Problem {
  const slip = others.find((other) => suggest(other, [name]) !== undefined);
  const message = `${path.join(".")} has no "${name}"`;
  return slip === undefined
    ? problem(yaml.keyAt(path), "render/theme", `${message}.`, `Add ${name} there.`)
    : problem(
        yaml.keyAt([...path, slip]),
        "render/theme",
        `${message}, but "${slip}".`,
        `Did you mean "${name}"?`,
      );
}

function unfit(yaml: YamlFile, path: Path): Problem {
  const message = `${path.join(".")} is not a name and value that CSS can hold as they are.`;
  return problem(
    yaml.at(path),
    "render/theme",
    message,
    "Write the name in letters, the value as text in quotes.",
  );
}
