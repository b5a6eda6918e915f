import { expect } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";

/** Each finding in a YAML text as `line:column code`. */
export const findingsIn = (text: string): readonly string[] =>
  readYaml({ file: "a.yaml", text }).problems.map((one) => `${one.at.line}:${one.at.column} ${one.code}`);

/** The value of a YAML text in which nothing is found. */
export const parsedValue = (text: string): unknown => {
  const { yaml, problems } = readYaml({ file: "a.yaml", text });
  expect(problems.map(formatProblem)).toEqual([]);
  return yaml?.value;
};
