import { expect, test } from "@jest/globals";
import { at, letter, text } from "../support/issue-builder.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";

test.each([
  ["en", "right"],
  ["ar", "left"],
])(
  "in a table in %s, every cell but the last of a row keeps its distance on the %s",
  async (language, end) => {
    const cells = (one: string, two: string, three: string) => [[text(one)], [text(two)], [text(three)]];
    const [name = [], points = [], note = []] = cells("Name", "Points", "Note");
    const table = letter({
      type: "table",
      columns: [{ title: name }, { title: points, align: "right" }, { title: note, align: "left" }],
      rows: [cells("Ada", "12", "fast"), cells("Kurt", "7", "thorough")],
      at: at(),
    });
    const html = htmlOf(await editionFrom({ language, blocks: [table] }));
    const paddings = [
      ...html.matchAll(/<t[hd](?: scope="col")? style="padding:6px 0(?:;padding-(\w+):12px)?;/g),
    ];
    const row = [end, end, undefined];
    expect(paddings.map(([, side]) => side)).toEqual([...row, ...row, ...row]);
  },
);
