import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { imageSize } from "image-size";
import { faultText } from "../base/errors.ts";
import { type Problem, problem } from "../base/problem.ts";
import { type Image, type ImageFile, type Issue, imagesOf } from "../model/issue.ts";

const contentTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
};

const mostBytes = 1024 * 1024;

/** Reads and measures the pictures an issue names. `folder` is the issue's own; nothing outside it is read. */
export async function readImages(
  issue: Issue,
  folder: string,
): Promise<{ readonly images: readonly ImageFile[]; readonly problems: readonly Problem[] }> {
  const images: ImageFile[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const image of imagesOf(issue.blocks)) {
    if (seen.has(image.src)) continue;
    seen.add(image.src);
    const read = await readImage(image, folder);
    if ("bytes" in read) images.push(read);
    else problems.push(read);
  }
  return { images, problems };
}

async function readImage(image: Image, folder: string): Promise<ImageFile | Problem> {
  const found = (code: string, message: string, remedy: string) =>
    problem(image.at, `issue/${code}`, message, remedy);
  if (/^[a-z][a-z0-9+.-]+:/i.test(image.src))
    return found(
      "image-remote",
      `the picture "${image.src}" is on another machine.`,
      "Save it beside the issue.",
    );
  const path = resolve(folder, image.src);
  try {
    // Resolved links too: a picture must not be a way to read other files of this machine.
    const inside = relative(await realpath(folder), await realpath(path));
    if (isAbsolute(image.src) || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      return found(
        "image-outside",
        `the picture "${image.src}" is outside the issue's folder.`,
        "Move it there.",
      );
    // Asked before reading: a pipe has no end, and a film may have gigabytes.
    const entry = await stat(path);
    if (!entry.isFile())
      return found("image-missing", `"${image.src}" is not a file.`, "Name the picture's file.");
    if (entry.size > mostBytes)
      return found(
        "image-large",
        `the picture "${image.src}" is larger than 1 MB.`,
        "Every reader gets it: shrink it.",
      );
    const bytes = await readFile(path);
    const measured = measure(bytes);
    if (measured === undefined) return found("image-type", `"${image.src}" is not a picture.`, usable);
    const { width, height, type } = measured;
    const contentType = contentTypes[type ?? ""];
    if (contentType === undefined)
      return found(
        "image-type",
        `the picture "${image.src}" is ${type}, which mail programs may not show.`,
        usable,
      );
    return { src: image.src, bytes, contentType, width, height };
  } catch (fault) {
    const where = join(folder, image.src);
    return found(
      "image-missing",
      `the picture ${where} cannot be read: ${faultText(fault)}.`,
      "Check the name.",
    );
  }
}

/** image-size throws errors of several kinds when bytes are no picture, or only the beginning of one. */
function measure(bytes: Buffer): ReturnType<typeof imageSize> | undefined {
  try {
    const size = imageSize(bytes);
    return size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    return undefined;
  }
}

const usable = "Save it as PNG, JPEG or GIF.";
