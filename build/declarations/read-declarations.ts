/** A file of declarations as tsc writes it, in its parts. */
export interface DeclarationFile {
  /** What stands at its top level, each with its doc comment, in its order. */
  readonly declarations: readonly Declaration[];
  readonly imports: readonly Imported[];
  readonly reexports: readonly Imported[];
}

export interface Declaration {
  readonly name: string;
  readonly text: string;
  /** What it may name: every word of it but comments, texts, and the names of its own members and parameters. */
  readonly words: ReadonlySet<string>;
  /** The files that it names itself, as in `import("./issue.ts").Issue`. */
  readonly inline: readonly { readonly from: string; readonly name: string }[];
}

export interface Imported {
  /** As it is called here, and in the file that it comes from. */
  readonly name: string;
  readonly original: string;
  readonly from: string;
}

/**
 * At the left edge tsc begins what stands at the top level, and writes closing brackets and the comments inside of
 * unions.
 */
export function readDeclarations(text: string): DeclarationFile {
  const parts = text.split(beginning);
  const whole = parts.flatMap((part, index) => {
    if (isComment(part)) return [];
    const before = parts[index - 1] ?? "";
    return [isComment(before) ? before + part : part];
  });
  return {
    declarations: whole.flatMap(declarationIn),
    imports: whole.flatMap((part) => namesIn(/^import (?:type )?\{([^}]*)\} from "([^"]+)";/, part)),
    reexports: whole.flatMap((part) => namesIn(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/, part)),
  };
}

const beginning =
  /^(?=(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export|import|declare|type|interface|class|abstract)\b)/m;

function isComment(part: string): boolean {
  return part.startsWith("/**") && part.trimEnd().endsWith("*/");
}

function declarationIn(text: string): readonly Declaration[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  const [, name] =
    /^\s*(?:export )?(?:declare )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/.exec(code) ??
    [];
  if (name === undefined) return [];
  const inline = [...code.matchAll(/import\("([^"]+)"\)\.(\w+)/g)];
  return [
    {
      name,
      text,
      words: wordsOf(code),
      inline: inline.map(([, from = "", original = ""]) => ({ from, name: original })),
    },
  ];
}

function wordsOf(code: string): ReadonlySet<string> {
  const rest = code.replace(/"[^"]*"|[\w$]+\??(?=:)|^\s+[\w$]+(?=[<(])/gm, "");
  return new Set(rest.match(/[\w$]+/g));
}

function namesIn(pattern: RegExp, part: string): readonly Imported[] {
  const [, names = "", from = ""] = pattern.exec(part.replace(/^\/\*[\s\S]*?\*\/\s*/, "")) ?? [];
  return names
    .split(",")
    .map((one) => one.trim().replace(/^type /, ""))
    .filter((one) => one !== "")
    .map((one) => {
      const [original = one, name = original] = one.split(" as ");
      return { name, original, from };
    });
}
