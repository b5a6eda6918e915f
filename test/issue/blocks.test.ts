import { describe, expect, test } from "@jest/globals";
import { readBlocks, valuesOf, withoutPlaces } from "../support/issue-text.ts";

function blocksOf(yaml: string): unknown {
  const { blocks, sentences } = readBlocks(yaml);
  expect(sentences).toEqual([]);
  return withoutPlaces(blocks.map(valuesOf));
}

const says = (value: string) => [{ type: "paragraph", children: [{ type: "text", value }] }];
const line = (...parts: unknown[]) => ({ parts });

describe("a block", () => {
  test.each([
    ["letter", "  - letter: {body: Hello}", { kind: "letter", body: says("Hello") }],
    ["letter as a bare text", "  - letter: Hello", { kind: "letter", body: says("Hello") }],
    ["signoff", "  - signoff: {body: Bye}", { kind: "signoff", body: says("Bye") }],
    ["signoff as a bare text", "  - signoff: |\n      Bye", { kind: "signoff", body: says("Bye") }],
    ["feature", "  - feature: {title: T, body: B}", { kind: "feature", title: line("T"), body: says("B") }],
    [
      "feature with everything",
      '  - feature: {title: T, url: "https://example.org/x", image: {src: a.png, alt: "", credit: C}, body: B}',
      {
        kind: "feature",
        title: line("T"),
        url: line("https://example.org/x"),
        image: { src: "a.png", alt: "", credit: "C" },
        body: says("B"),
      },
    ],
    [
      "poll",
      "  - poll: {id: p, question: Q, options: [{id: a, title: A}, {id: b, title: B, body: C}]}",
      {
        kind: "poll",
        id: "p",
        question: line("Q"),
        options: [
          { id: "a", title: line("A") },
          { id: "b", title: line("B"), body: says("C") },
        ],
      },
    ],
    [
      "briefs",
      '  - briefs: {title: T, items: [{title: A, url: "https://example.org/a", source: S, body: B}]}',
      {
        kind: "briefs",
        title: line("T"),
        items: [{ title: line("A"), url: line("https://example.org/a"), source: line("S"), body: says("B") }],
      },
    ],
    [
      "briefs as a bare list",
      "  - briefs:\n      - title: A\n        body: B",
      { kind: "briefs", items: [{ title: line("A"), body: says("B") }] },
    ],
    [
      "sponsor",
      '  - sponsor: {name: Acme, url: "https://example.org/s", body: B}',
      { kind: "sponsor", name: line("Acme"), url: line("https://example.org/s"), body: says("B") },
    ],
  ])("of the kind %s is read", (_, yaml, block) => {
    expect(blocksOf(yaml)).toEqual([block]);
  });

  test("keeps its place, and so do its parts", () => {
    const { blocks } = readBlocks(
      '  - letter: Hello\n  - feature:\n      title: T\n      image: {src: a.png, alt: ""}\n      body: B\n  - briefs:\n      - title: A\n        body: B',
    );
    const [, feature, briefs] = blocks.map(valuesOf);
    expect(blocks.map(({ at }) => `${at.line}:${at.column}`)).toEqual(["5:5", "6:5", "10:5"]);
    expect(feature).toMatchObject({
      title: { at: { line: 7, column: 14 } },
      image: { at: { line: 8, column: 20 } },
    });
    expect(briefs).toMatchObject({
      items: [{ at: { line: 11, column: 9 }, title: { at: { line: 11, column: 16 } } }],
    });
  });

  test("has merge fields in its lines", () => {
    const [block] = readBlocks("  - feature: {title: 'For {{firstName|you}}', body: B}").blocks;
    expect(block && valuesOf(block)).toMatchObject({
      title: {
        parts: ["For ", { type: "field", name: "firstName", fallback: "you", at: { line: 5, column: 27 } }],
      },
    });
  });
});
