import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Packed } from "./packed.ts";

/** What publint and "are the types wrong" find in package.json and in the types, each in a sentence. */
export async function checkTypes({ file }: Packed): Promise<readonly string[]> {
  const bytes = readFileSync(file);
  const { messages, pkg } = await publint({
    pack: { tarball: Uint8Array.from(bytes).buffer },
    strict: true,
  });
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  const problems = analysis.types === false ? [{ kind: "no types at all" }] : analysis.problems;
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`),
    ...problems
      .filter((problem) => !isOfAnotherWorld(problem))
      .map((problem) => `The types are wrong: ${JSON.stringify(problem)}`),
  ];
}

/** The package is for `import` only: `require` has not read such files before Node 22, and Node 10 knows no "exports". */
function isOfAnotherWorld(problem: object): boolean {
  return "resolutionKind" in problem && /^(?:node10|node16-cjs)$/.test(String(problem.resolutionKind));
}
