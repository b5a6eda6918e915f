import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { formatProblem } from "../../src/base/problem.ts";
import { checkShape } from "../../src/source/check-shape.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";

const shape = z.strictObject({
  title: z.string(),
  count: z.int().min(2).max(9).optional(),
  kind: z.enum(["small", "large"]).optional(),
  flag: z.boolean().optional(),
  items: z.array(z.strictObject({ name: z.string().regex(/^[a-z]+$/, "is odd.\nMake it even.") })).optional(),
  byName: z.record(z.string().regex(/^[a-z]+$/, "is no name.\nRename it."), z.int()).optional(),
  either: z.union([z.string(), z.strictObject({ path: z.string() })]).optional(),
});

function findingsIn(text: string): readonly string[] {
  const { yaml } = readYaml({ file: "a.yaml", text });
  if (yaml === undefined) throw new Error(`not YAML: ${text}`);
  return checkShape(yaml, shape, "the thing", "room").problems.map(formatProblem);
}

describe("a value that does not fit its shape", () => {
  test.each([
    [
      "a key nobody knows",
      "title: a\ntitel: b",
      'a.yaml:2:1 the thing has no key "titel". Did you mean "title"? [room/unknown-key]',
    ],
    [
      "a key nobody knows in a list",
      "title: a\nitems:\n  - {name: a, nmae: b}",
      'a.yaml:3:15 item 1 of "items" has no key "nmae". Did you mean "name"? [room/unknown-key]',
    ],
    [
      "a key like no other",
      "title: a\nzzzzzz: b",
      'a.yaml:2:1 the thing has no key "zzzzzz". Known: title, count, kind, flag, items, byName, either. [room/unknown-key]',
    ],
    [
      "a key of every object",
      "title: a\nconstructor: b",
      'a.yaml:2:1 the thing has no key "constructor". Known: title, count, kind, flag, items, byName, either. [room/unknown-key]',
    ],
    ["a missing key", "count: 2", 'a.yaml:1:1 the thing has no "title". Add a text. [room/missing]'],
    [
      "a missing key in a list",
      "title: a\nitems:\n  - name: b\n  - {}",
      'a.yaml:4:5 item 2 of "items" has no "name". Add a text. [room/missing]',
    ],
    [
      "a number for a text",
      "title: 007",
      'a.yaml:1:8 "title" is read as the number 7, not as text. Put quotes round it. [room/wrong-type]',
    ],
    [
      "a version for a text",
      "title: 1.10",
      'a.yaml:1:8 "title" is read as the number 1.1, not as text. Put quotes round it. [room/wrong-type]',
    ],
    [
      "true for a text",
      "title: true",
      'a.yaml:1:8 "title" is read as the boolean true, not as text. Put quotes round it. [room/wrong-type]',
    ],
    [
      "a hashtag for a text",
      "title: #news",
      'a.yaml:1:8 "title" is empty, but should be a text. Write it; a text that starts with # needs quotes round it. [room/wrong-type]',
    ],
    [
      "brackets for a text",
      "title: [Update]",
      'a.yaml:1:8 "title" is a list, but should be a text. Write it as text; a text that starts with {, [ or - needs quotes round it. [room/wrong-type]',
    ],
    [
      "a text for a number",
      "title: a\ncount: two",
      'a.yaml:2:8 "count" is a text, but should be a number. Write a number. [room/wrong-type]',
    ],
    [
      "a broken number",
      "title: a\ncount: 2.5",
      'a.yaml:2:8 "count" is a number, but should be a whole number. Write a whole number. [room/wrong-type]',
    ],
    ["a small number", "title: a\ncount: 1", 'a.yaml:2:8 "count" is 1. Write at least 2. [room/too-small]'],
    ["a big number", "title: a\ncount: 10", 'a.yaml:2:8 "count" is 10. Write at most 9. [room/too-big]'],
    [
      "a text for a choice of two",
      "title: a\nflag: maybe",
      'a.yaml:2:7 "flag" is a text, but should be true or false. Write true or false. [room/wrong-type]',
    ],
    [
      "a word outside a set",
      "title: a\nkind: largee",
      'a.yaml:2:7 "kind" cannot be "largee". Did you mean "large"? [room/unknown-value]',
    ],
    [
      "a word far outside a set",
      "title: a\nkind: medium",
      'a.yaml:2:7 "kind" cannot be "medium". Use small or large. [room/unknown-value]',
    ],
    [
      "a value with words of its own",
      "title: a\nitems: [{name: B}]",
      'a.yaml:2:16 "name" of item 1 of "items" is odd. Make it even. [room/wrong-form]',
    ],
    [
      "a name with words of its own",
      "title: a\nbyName:\n  ok: 1\n  NOT: 2",
      'a.yaml:4:3 "byName.NOT" is no name. Rename it. [room/wrong-form]',
    ],
    [
      "a value that fits no choice",
      "title: a\neither: 7",
      'a.yaml:2:9 "either" is a number, which does not fit here. [room/invalid]',
    ],
    [
      "a list at the top",
      "- a",
      "a.yaml:1:1 the thing is a list, but should be a map of keys and values. Write its keys on the lines below, each with a colon: title, count, kind, flag, items, byName, either. [room/wrong-type]",
    ],
    [
      "a text at the top",
      "a",
      "a.yaml:1:1 the thing is a text, but should be a map of keys and values. Write its keys on the lines below, each with a colon: title, count, kind, flag, items, byName, either. [room/wrong-type]",
    ],
  ])("%s is told in a sentence with its place and a remedy", (_, text, sentence) => {
    expect(findingsIn(text)).toEqual([sentence]);
  });

  test("tells everything at once", () => {
    expect(findingsIn("zzz: a\ncount: 1\nkind: x\nitems: [{}]")).toHaveLength(5);
  });

  test("tells a mistyped key once, and not also that the right one is missing", () => {
    expect(findingsIn("titel: a\nitems:\n  - {nmae: ab}\n  - {foo: ab}")).toEqual([
      'a.yaml:3:6 item 1 of "items" has no key "nmae". Did you mean "name"? [room/unknown-key]',
      'a.yaml:4:5 item 2 of "items" has no "name". Add a text. [room/missing]',
      'a.yaml:4:6 item 2 of "items" has no key "foo". Known: name. [room/unknown-key]',
      'a.yaml:1:1 the thing has no key "titel". Did you mean "title"? [room/unknown-key]',
    ]);
  });
});
