import { isRemote } from "../../model/issue.ts";
import { framesOf } from "../picture-frames.ts";
import { picturesOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const movingPicture: Rule = {
  id: "check/moving-picture",
  severity: "warning",
  why: "Readers in Outlook on Windows see the first frame and no other; some readers cannot read beside what moves.",
  example: {
    wrong: [
      "# It has two frames.",
      "- image: { src: moving.gif, width: 20, alt: A press whose lever goes up and down }",
    ],
    right: ["# It has one.", "- image: { src: still.gif, width: 20, alt: A press whose lever is down }"],
  },
  check({ selection, images }) {
    return picturesOf(selection).flatMap((picture) => {
      const file = isRemote(picture) ? undefined : images.find(({ src }) => src === picture.src);
      const frames = file === undefined ? undefined : framesOf(file.bytes);
      if (frames === undefined || !frames.moves) return [];
      const { at, src } = picture;
      if (frames.isFirstBlank) {
        const message = `the picture "${src}" moves, and begins with a frame of one colour, which is all that Outlook on Windows shows.`;
        return [{ at, message, remedy: "Begin with the frame that says most." }];
      }
      const message = `the picture "${src}" moves, and Outlook on Windows shows its first frame only.`;
      return [
        { at, message, remedy: "See that the first frame says it all, and that it stops after 5 seconds." },
      ];
    });
  },
};
