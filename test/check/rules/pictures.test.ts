import { describe, expect, test } from "@jest/globals";
import { movingPicture } from "../../../src/check/rules/moving-picture.ts";
import { feature, image, imageFile } from "../../support/issue-builder.ts";
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

  test("is none with one frame, and none that is on another machine", () => {
    expect(findings(movingPicture, { issue, images: [file(gif(1))] })).toEqual([]);
    const remote = { blocks: [feature({ image: image({ src: "https://example.org/a.gif" }) })] };
    expect(findings(movingPicture, { issue: remote, images: [file(gif(2))] })).toEqual([]);
  });
});
