import { describe, expect, test } from "@jest/globals";
import { altTwice } from "../../../src/check/rules/alt-twice.ts";
import { mostlyPictures } from "../../../src/check/rules/mostly-pictures.ts";
import { movingPicture } from "../../../src/check/rules/moving-picture.ts";
import { pictureWeight } from "../../../src/check/rules/picture-weight.ts";
import { feature, image, imageFile, letter, line } from "../../support/issue-builder.ts";
import { chunk, pngPicture } from "../../support/pictures.ts";
import { findings } from "./findings-of.ts";

const control = Buffer.from([0x21, 0xf9, 0x04, 0x00, 0x0a, 0x00, 0x00, 0x00]);
const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
const gif = (frames: number) =>
  Buffer.concat([
    Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00", "latin1"),
    ...Array.from({ length: frames }, () => Buffer.concat([control, frame])),
    Buffer.from([0x3b]),
  ]);

describe("a picture that moves", () => {
  const issue = { blocks: [feature({ image: image({ src: "a.gif" }) })] };
  const file = (bytes: Buffer) => imageFile({ src: "a.gif", contentType: "image/gif", bytes });

  test("is told, because Outlook shows its first frame", () => {
    expect(findings(movingPicture, { issue, images: [file(gif(2))] })).toEqual([
      'warning issues/2025-02-14-test.yaml:22:1 the picture "a.gif" moves, and Outlook on Windows shows its first frame only. See that the first frame says it all, and that it stops after 5 seconds. [check/moving-picture]',
    ]);
  });

  test("is none when its file is cut off anywhere", () => {
    const whole = gif(1);
    for (let length = 0; length < whole.length; length += 1)
      expect(findings(movingPicture, { issue, images: [file(whole.subarray(0, length))] })).toEqual([]);
  });

  test("is none with one frame, and none that is on another machine", () => {
    expect(findings(movingPicture, { issue, images: [file(gif(1))] })).toEqual([]);
    expect(findings(movingPicture, { issue, images: [file(pngPicture(2, 2))] })).toEqual([]);
    const remote = { blocks: [feature({ image: image({ src: "https://example.org/a.gif" }) })] };
    expect(findings(movingPicture, { issue: remote, images: [file(gif(2))] })).toEqual([]);
  });
});

describe("a picture that begins with nothing", () => {
  const issue = { blocks: [feature({ image: image({ src: "a.gif" }) })] };
  /** Two by two pixels. The table is cleared (4) before it grows, so that all codes have 3 bits; 5 ends them. */
  const four = (...colours: readonly number[]) => {
    const bits = [4, ...colours.slice(0, 2), 4, ...colours.slice(2), 5].flatMap((code) => [
      code & 1,
      (code >> 1) & 1,
      (code >> 2) & 1,
    ]);
    const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, index) =>
      bits.slice(index * 8, index * 8 + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0),
    );
    return Buffer.from([0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, bytes.length, ...bytes, 0]);
  };
  const moving = (...first: readonly number[]) =>
    Buffer.concat([
      Buffer.from("GIF89a\x02\x00\x02\x00\x00\x00\x00", "latin1"),
      control,
      four(...first),
      control,
      four(0, 1, 2, 1),
      Buffer.from([0x3b]),
    ]);
  const of = (bytes: Buffer) =>
    findings(movingPicture, { issue, images: [imageFile({ src: "a.gif", bytes })] });

  test("is told as such, and one that shows something is not", () => {
    expect(of(moving(1, 1, 1, 1))).toEqual([
      expect.stringContaining("begins with a frame of one colour, which is all"),
    ]);
    expect(of(moving(1, 1, 1, 0))).toEqual([expect.stringContaining("shows its first frame only.")]);
  });

  test("may be a PNG that moves", () => {
    const still = pngPicture(2, 2);
    const frames = (count: number) =>
      Buffer.concat([
        still.subarray(0, 33),
        chunk("acTL", Buffer.from([0, 0, 0, count, 0, 0, 0, 0])),
        still.subarray(33),
      ]);
    expect(of(frames(2))).toHaveLength(1);
    expect(of(frames(1))).toEqual([]);
    expect(of(still.subarray(0, 20))).toEqual([]);
  });
});

describe("two pictures", () => {
  const blocks = (one: string, other: string, src = "b.png") => [
    feature({ image: image({ src: "a.png", alt: one }) }),
    feature({ image: image({ src, alt: other }) }),
  ];

  test("have words of their own", () => {
    expect(findings(altTwice, { issue: { blocks: blocks("A press", "A press") } })).toEqual([
      expect.stringContaining('the pictures "b.png" and "a.png" have the same alt text.'),
    ]);
    expect(findings(altTwice, { issue: { blocks: blocks("A press", "A letter") } })).toEqual([]);
    expect(findings(altTwice, { issue: { blocks: blocks("", "") } })).toEqual([]);
    expect(findings(altTwice, { issue: { blocks: blocks("A press", "A press", "a.png") } })).toEqual([]);
  });

  test("have 800 KB together at most", () => {
    const issue = { blocks: blocks("A press", "A letter") };
    const files = (kilobytes: number) => [
      imageFile({ src: "a.png", bytes: Buffer.alloc(300 * 1024) }),
      imageFile({ src: "b.png", bytes: Buffer.alloc(kilobytes * 1024) }),
      imageFile({ src: "not-in-it.png", bytes: Buffer.alloc(900 * 1024) }),
    ];
    expect(findings(pictureWeight, { issue, images: files(501) })).toEqual([
      expect.stringContaining(
        'the pictures of the mail have 801 KB together, and "b.png" has 501 KB of them.',
      ),
    ]);
    expect(findings(pictureWeight, { issue, images: files(500) })).toEqual([]);
  });
});

describe("a mail of pictures", () => {
  const of = (title: string) => {
    const blocks = [feature({ title: line(title), image: image(), body: [] })];
    return findings(mostlyPictures, { issue: { blocks } });
  };

  test("has words, too", () => {
    expect(of("Now on sale")).toEqual([expect.stringContaining("the mail has a picture and only 3 words.")]);
    expect(of("The press before it was repaired")).toEqual([]);
    expect(findings(mostlyPictures, { issue: { blocks: [letter("Look.")] } })).toEqual([]);
  });
});
