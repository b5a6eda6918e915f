import { describe, expect, test } from "@jest/globals";
import { formatProblem, inReadingOrder, isError, problem } from "../../src/base/problem.ts";
import { blank } from "../../src/model/noticed/blank.ts";
import { finding } from "../../src/model/rule.ts";

const at = { file: "issues/a.yaml", line: 14, column: 5 };

describe("a problem", () => {
  test("is one line: where, what, what to do, and its code", () => {
    expect(formatProblem(problem(at, "issue/alt-missing", 'image has no "alt".', "Describe it."))).toBe(
      'issues/a.yaml:14:5 image has no "alt". Describe it. [issue/alt-missing]',
    );
  });

  test("leaves out a remedy that nobody has", () => {
    const found = problem(at, "yaml/empty", "the file is empty.");
    expect(formatProblem(found)).toBe("issues/a.yaml:14:5 the file is empty. [yaml/empty]");
    expect(Object.keys(found)).not.toContain("remedy");
  });

  test("is an error: a warning is the finding of a rule", () => {
    expect(isError(problem(at, "a/b", "x."))).toBe(true);
    expect(isError(finding(at, blank, "x.", "y."))).toBe(false);
  });
});

describe("reading order", () => {
  const place = (file: string, line: number, column: number, code = "a/a") =>
    problem({ file, line, column }, code, "x.");

  test("goes by file, line, column and code, and numbers count as numbers", () => {
    const ordered = [
      place("a.yaml", 2, 9),
      place("a.yaml", 2, 10, "a/a"),
      place("a.yaml", 2, 10, "b/b"),
      place("a.yaml", 10, 1),
      place("b.yaml", 1, 1),
    ];
    expect(inReadingOrder([...ordered].reverse())).toEqual(ordered);
  });

  test("leaves the given list as it is", () => {
    const given = Object.freeze([place("b.yaml", 1, 1), place("a.yaml", 1, 1)]);
    expect(inReadingOrder(given).map((one) => one.at.file)).toEqual(["a.yaml", "b.yaml"]);
    expect(given[0]?.at.file).toBe("b.yaml");
  });
});
