import type { Problem } from "../../base/problem.ts";
import type { Image } from "../../model/issue.ts";
import type { PlacedImages } from "../place-images.ts";
import type { Shown } from "./shown.ts";
import { imageSoft } from "../../model/noticed/image-soft.ts";
import { imageHeavy } from "../../model/noticed/image-heavy.ts";
import { finding, type RuleHead } from "../../model/rule.ts";

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
    const warn = (rule: RuleHead, message: string, remedy: string) => [
      finding(image.at, rule, message, remedy),
    ];
    if (file.width < width)
      return warn(
        imageSoft,
        `the picture "${image.src}" is shown ${width} pixels wide and has ${file.width}, so it will look soft.`,
        'Use a larger picture, or a smaller "width".',
      );
    if (file.width > width * mostDensity && file.bytes.length > heavyBytes)
      return warn(
        imageHeavy,
        `the picture "${image.src}" has ${file.width} pixels and ${Math.round(file.bytes.length / 1024)} KB, and is shown ${width} wide.`,
        `Save it ${width * 2} pixels wide: every reader loads it.`,
      );
    return [];
  });
}
