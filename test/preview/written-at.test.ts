import { expect, test } from "@jest/globals";
import { writtenAt } from "../../src/preview/desk/written-at.ts";

const text = `subject: A press
blocks:
  - feature:
      title: A *press* in Mainz
      body: |
        Johann’s letters were made of lead, tin and
        antimony. See [the museum](https://example.org/museum).

        See also [the museum](https://example.org/other).
      image: { src: dot.png, alt: A wooden press }
  - letter: A press in Mainz
`;
const feature = { at: { file: "issues/a.yaml", line: 3, column: 5 }, endLine: 11 };

test.each([
  ["A press in Mainz", "4:14"],
  ["Johann's letters were made of lead, tin and antimony.", "6:9"],
  ["A wooden press", "10:35"],
  ["https://example.org/museum", undefined],
  ["the museum", undefined],
  ["Read it in your browser", undefined],
  ["", undefined],
])("%j is written in the one line of its block that says it: %s", (shown, place) => {
  const at = writtenAt(text, feature, shown);
  expect(at && `${at.line}:${at.column}`).toBe(place);
});
