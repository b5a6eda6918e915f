import { expect } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import type { Config } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/parse-config.ts";

/** A text as letterpress.yaml of the folder /news, and its findings as people read them. */
export function read(text: string) {
  const { config, problems } = parseConfig({ file: "letterpress.yaml", text }, "/news");
  return { config, sentences: problems.map(formatProblem) };
}

/** Of a text without a finding. */
export function configOf(text: string): Config {
  const { config, sentences } = read(text);
  expect(sentences).toEqual([]);
  if (config === undefined) throw new Error("no configuration");
  return config;
}
