import { type Problem, problem } from "../../base/problem.ts";
import type { Image } from "../../model/issue.ts";
import type { PlacedImages } from "../place-images.ts";
import type { Shown } from "./shown.ts";

const heavyBytes = 300 * 1024;
/** Fine screens show two pixels, some three, for one of CSS: more is for nobody. */
const mostDensity = 3;

/** Compares the pixels of each picture with the width that the template really gives it. */
export function checkFit(images: readonly Image[], { of }: PlacedImages, shown: Shown): readonly Problem[] {
  return images.flatMap((image) => {
    const placed = of.get(image);
    const width = Math.max(
      0,
      ...shown.images.filter(({ src }) => src === placed?.src).map((one) => one.width),
    );
    if (placed?.file === undefined || width === 0) return [];
    const { file } = placed;
    const warn = (code: string, message: string, remedy: string) => [
      problem(image.at, `render/${code}`, message, remedy, "warning"),
    ];
    if (file.width < width)
      return warn(
        "image-soft",
        `the picture "${image.src}" is shown ${width} pixels wide and has ${file.width}, so it will look soft.`,
        'Use a larger picture, or a smaller "width".',
      );
    if (file.width > width * mostDensity && file.bytes.length > heavyBytes)
      return warn(
        "image-heavy",
        `the picture "${image.src}" has ${file.width} pixels and ${Math.round(file.bytes.length / 1024)} KB, and is shown ${width} wide.`,
        `Save it ${width * 2} pixels wide: every reader loads it.`,
      );
    return [];
  });
}
