import { isRemote } from "../../model/issue.ts";
import { picturesOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const movingPicture: Rule = {
  id: "check/moving-picture",
  severity: "warning",
  why: "Readers in Outlook on Windows see the first frame and no other; some readers cannot read beside what moves.",
  check({ selection, images }) {
    return picturesOf(selection).flatMap((picture) => {
      const file = isRemote(picture) ? undefined : images.find(({ src }) => src === picture.src);
      if (file?.contentType !== "image/gif" || !isAnimated(file.bytes)) return [];
      const message = `the picture "${picture.src}" moves, and Outlook on Windows shows its first frame only.`;
      return [
        {
          at: picture.at,
          message,
          remedy: "See that the first frame says it all, and that it stops after 5 seconds.",
        },
      ];
    });
  },
};

/** More than one image descriptor behind a graphic control extension (GIF89a, sections 20 and 23). */
function isAnimated(bytes: Buffer): boolean {
  const control = Buffer.from([0x21, 0xf9, 0x04]);
  const first = bytes.indexOf(control);
  return first >= 0 && bytes.indexOf(control, first + 3) >= 0;
}
