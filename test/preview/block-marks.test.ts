import { describe, expect, test } from "@jest/globals";
import { fillSegments, type Segments } from "../../src/model/edition.ts";
import { mailSize } from "../../src/preview/desk/block-sizes.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { impressionOf, markedHtml } from "../../src/preview/desk/impression.ts";
import { inventedReaders, type SampleReader } from "../../src/preview/desk/sample-readers.ts";
import { segmentsOf, withBlockMarks } from "../../src/preview/mail/block-marks.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const id = "2026-09-01-quiet";
const slot = { value: { kind: "field", name: "firstName", fallback: "" }, place: "attribute" } as const;
const html: Segments = ['<p>a</p><a href="', slot, '" title="b">', slot, "c</a><!-- <b> --><i>d</i>"];
const shown = (segments: Segments) => fillSegments(segments, () => "S");

describe("the marks of blocks", () => {
  test("stand in every tag of a block, behind its name, and nowhere else", () => {
    const block = { start: 8, end: 34 };
    expect(shown(withBlockMarks(html, [block]))).toBe(
      '<p>a</p><a data-letterpress-block="0" href="S" title="b">Sc</a><!-- <b> --><i>d</i>',
    );
  });

  test("say the number of their block", () => {
    const marked = shown(
      withBlockMarks(html, [
        { start: 0, end: 8 },
        { start: 8, end: 100 },
      ]),
    );
    expect(marked).toContain('<p data-letterpress-block="0">a</p>');
    expect(marked).toContain('<i data-letterpress-block="1">d</i>');
  });

  test("cannot be forged by what a block holds: the first of two attributes counts", () => {
    const forged = ['<p data-letterpress-block="7">a</p>'];
    expect(shown(withBlockMarks(forged, [{ start: 0, end: 40 }]))).toMatch(
      /^<p data-letterpress-block="0" data-letterpress-block="7">/,
    );
  });
});

describe("the parts of an edition's HTML", () => {
  test("put together are the whole, whatever slot stands between them", () => {
    const all = shown(html);
    const length = shown(html.filter((one) => typeof one === "string")).length;
    for (let cut = 1; cut < length; cut += 1) {
      const parts = [
        { start: 0, end: cut },
        { start: cut, end: length },
      ];
      expect(parts.map((part) => shown(segmentsOf(html, part))).join("")).toBe(all);
    }
  });
});

describe("a mail that is measured", () => {
  async function openIn(project: TempProject) {
    const open = await openDesk(project.config).open(id, "");
    const [reader] = inventedReaders(["firstName"]);
    if (open?.proof === undefined || reader === undefined) throw new Error("the issue is sound");
    const seen = { list: open.list, proof: open.proof };
    const impression = impressionOf(seen, reader, 0, []);
    if (impression.status !== "made") throw impression.fault;
    return { seen, reader, impression };
  }

  test("has the bytes of what this reader gets, block by block", async () => {
    await using project = await tempProject({ [id]: issueText({ more: "  - divider:\n" }) });
    const { seen, reader, impression } = await openIn(project);
    const size = mailSize(seen, reader, impression.edition);
    expect(size.total).toBe(Buffer.byteLength(impression.view.html));
    const blocks = size.parts.filter(({ block }) => block !== undefined);
    expect(blocks.map(({ block }) => block)).toEqual([0, 1]);
    expect(size.frame + blocks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(size.total);
    expect(size.styles).toBeGreaterThan(1000);
    expect(size.cut).toBeUndefined();
    // Those for whom a field says more get more, in the block where it stands.
    const long: SampleReader = {
      ...reader,
      recipient: { ...reader.recipient, fields: { ...reader.recipient.fields, firstName: "A".repeat(105) } },
    };
    const longer = mailSize(seen, long, impression.edition);
    expect(longer.total - size.total).toBe(100);
    expect((longer.parts[1]?.bytes ?? 0) - (size.parts[1]?.bytes ?? 0)).toBe(100);
  });

  test("says where Gmail cuts", async () => {
    const letter = "Movable letters changed reading. ".repeat(2000);
    const more = `  - letter: ${letter}\n  - divider:\n`;
    await using project = await tempProject({ [id]: issueText({ letter, more }) });
    const { seen, reader, impression } = await openIn(project);
    const { parts, cut } = mailSize(seen, reader, impression.edition);
    expect(parts[cut ?? -1]?.block).toBe(1);
  });

  test("differs from what is framed by nothing but the marks", async () => {
    await using project = await tempProject({ [id]: issueText({ more: "  - divider:\n" }) });
    const { seen, reader, impression } = await openIn(project);
    const framed = markedHtml(seen, reader, impression.edition);
    expect(framed).toContain("data-letterpress-block");
    expect(framed.replace(/ data-letterpress-block="\d+"/g, "")).toBe(impression.view.html);
    expect(impression.message.bytes.toString()).not.toContain("data-letterpress");
  });
});
