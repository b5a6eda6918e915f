import { folderOf } from "../licences/read-packages.ts";

export type Holes =
  | { readonly status: "known"; readonly holes: readonly string[] }
  | { readonly status: "unknown"; readonly why: string };

/** Of what `npm audit --json` prints the holes of packages that `inputs` are of, each a sentence. */
export function holesIn(printed: string, inputs: readonly string[]): Holes {
  const report = parsed(printed);
  if (report?.vulnerabilities === undefined)
    return { status: "unknown", why: report?.message ?? (printed === "" ? "it printed nothing." : printed) };
  const folders = new Set(inputs.map(folderOf));
  const inside = Object.values(report.vulnerabilities).filter(({ nodes }) =>
    nodes.some((node) => folders.has(node)),
  );
  return { status: "known", holes: inside.flatMap(holesOf) };
}

/** The parts of npm's report that say something here. */
interface Report {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, Vulnerable>>;
}

interface Vulnerable {
  readonly name: string;
  /** Where it lies, from the repository on. */
  readonly nodes: readonly string[];
  /** A name is that of a package by which it is vulnerable, and which stands in the report itself. */
  readonly via: readonly (
    | string
    | { readonly title: string; readonly url: string; readonly severity: string; readonly range: string }
  )[];
}

function parsed(printed: string): Report | undefined {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return undefined;
  }
}

function holesOf({ name, via }: Vulnerable): readonly string[] {
  return via.flatMap((hole) =>
    typeof hole === "string"
      ? []
      : [
          `${name} ${hole.range} is in the program and has a hole (${hole.severity}): ${hole.title}, ${hole.url}. Bring it up to date, and release.`,
        ],
  );
}
