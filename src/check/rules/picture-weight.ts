import { isRemote } from "../../model/issue.ts";
import { picturesOf } from "../said.ts";
import type { Rule } from "../rule.ts";

const most = 800 * 1024;

export const pictureWeight: Rule = {
  id: "check/picture-weight",
  severity: "warning",
  why: "Readers on the road wait for the mail and pay for it, and their mailboxes fill up.",
  example: {
    wrong: [
      "# 500 KB each.",
      "- image: { src: large-1.png, alt: A wooden press }",
      "- image: { src: large-2.png, alt: A press of iron }",
    ],
    right: ["# 500 KB.", "- image: { src: large-1.png, alt: A wooden press }"],
  },
  check({ selection, images }) {
    const named = new Set(
      picturesOf(selection)
        .filter((one) => !isRemote(one))
        .map(({ src }) => src),
    );
    const files = images
      .filter(({ src }) => named.has(src))
      .sort((one, other) => other.bytes.length - one.bytes.length);
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    const [heaviest] = files;
    const picture = picturesOf(selection).find(({ src }) => src === heaviest?.src);
    if (bytes <= most || heaviest === undefined || picture === undefined) return [];
    const kilobytes = (size: number) => `${Math.round(size / 1024)} KB`;
    const message = `the pictures of the mail have ${kilobytes(bytes)} together, and "${heaviest.src}" has ${kilobytes(heaviest.bytes.length)} of them.`;
    return [
      {
        at: picture.at,
        message,
        remedy: "Shrink the largest: photographs as JPEG, twice as wide as they are shown.",
      },
    ];
  },
};
