import { describe, expect, test } from "@jest/globals";
import { readSource } from "./read-source.ts";

function importsOf(text: string) {
  return readSource("src/base/a.ts", text).imports.map(({ from, line }) => `${line} ${from ?? "?"}`);
}

describe("reading the imports of a file", () => {
  test("finds imports of values, of types, of nothing, and re-exports, each with its line", () => {
    const text = `
import { a } from "./a.ts";
import type { B } from './b.ts';
import c, {
  type D,
  e as f,
} from "c";
import * as g from "@g/g";
import "./h.ts";
export { i } from "./i.ts";
export * from "./j.ts";
export type { K } from "./k.ts";
`;
    expect(importsOf(text)).toEqual([
      "2 ./a.ts",
      "3 ./b.ts",
      "4 c",
      "8 @g/g",
      "9 ./h.ts",
      "10 ./i.ts",
      "11 ./j.ts",
      "12 ./k.ts",
    ]);
  });

  test("finds import() of values and of types", () => {
    expect(importsOf(`const a = await import("./a.ts");\ntype B = import("./b.ts").B;`)).toEqual([
      "1 ./a.ts",
      "2 ./b.ts",
    ]);
  });

  test("tells of an import whose name is put together at run time", () => {
    expect(importsOf(`await import(name);\nawait import(\`./\${name}.ts\`);`)).toEqual(["1 ?", "2 ?"]);
  });

  test("finds none in comments, in texts and in other exports", () => {
    const text = `// import a from "a"
/* import b from "b" */
const c = 'import d from "d"';
const e = \`
import f from "f";
\`;
export const from = "g";
export function h() {}
import.meta.url;
`;
    expect(importsOf(text)).toEqual([]);
  });
});
