import { shortened } from "../../base/shortened.ts";
import { type Problem, problem } from "../../base/problem.ts";
import { type Image, isRemote } from "../../model/issue.ts";
import { imageType } from "../../model/noticed/image-type.ts";
import { finding } from "../../model/rule.ts";

/**
 * Where a picture comes from that is not a file: only from a whole https:// address, and with its width. It is never
 * fetched, neither to measure it nor to see whether it is there.
 */
export function checkImageSource(image: Pick<Image, "src" | "width" | "at">): readonly Problem[] {
  const { src, width, at } = image;
  if (!isAddress(src)) return [];
  const shown = shortened(src, 60);
  const found = (code: string, message: string, remedy: string) =>
    problem(at, `issue/${code}`, message, remedy);
  if (!isRemote(image) || !isWhole(src))
    return [
      found(
        "image-remote",
        `the picture "${shown}" is neither a file nor at a whole https:// address.`,
        "Save it beside the issue, or write the address as readers need it: https://example.org/picture.png.",
      ),
    ];
  const unsized =
    width !== undefined
      ? []
      : [
          found(
            "image-width",
            `the picture "${shown}" is on another machine and not fetched, so its width is not known.`,
            'Write "width:" in CSS pixels, or save it beside the issue.',
          ),
        ];
  return [...unsized, ...unseen(image, shown)];
}

/** Whether this is an address of any kind, and not the path of a file. A single letter is a drive of Windows. */
export function isAddress(src: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:|\/\/|\\\\)/i.test(src);
}

/** A host with a domain name, no password, and a path. */
function isWhole(src: string): boolean {
  return (
    /^https:\/\/[^\s\\/?#@]+\/[^\s\\]+$/i.test(src) &&
    URL.canParse(src) &&
    /\.[a-z][a-z0-9-]*$/i.test(new URL(src).hostname)
  );
}

function unseen({ src, at }: Pick<Image, "src" | "at">, shown: string): readonly Problem[] {
  const ending = /\.(svg|webp|avif|heic|tiff?|bmp)$/i.exec(new URL(src).pathname)?.[1]?.toUpperCase();
  if (ending === undefined) return [];
  const message = `the picture "${shown}" seems to be ${ending}, which mail programs may not show.`;
  return [finding(at, imageType, message, "Use PNG, JPEG or GIF.")];
}
