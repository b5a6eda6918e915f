import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import { imageSize } from "image-size";
import { faultText } from "../../base/errors.ts";
import { isError, type Problem, problem } from "../../base/problem.ts";
import { type Image, type ImageFile, type Issue, imagesOf } from "../../model/issue.ts";
import { isAddress } from "./image-source.ts";
import { nearPicture } from "./near-picture.ts";
import { imageTurned } from "../../model/noticed/image-turned.ts";
import { finding } from "../../model/rule.ts";

const contentTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
};

const mostBytes = 1024 * 1024;

/** A few KB can say that they are 100,000 pixels wide, and whoever shows them needs the memory for all of these. */
const mostPixels = 5000;

/** Where an issue names a picture. */
export type NamedImage = Pick<Image, "src" | "at">;

/**
 * Reads and measures the pictures an issue names, and those of blocks that could not be read (`others`), which are told
 * when they cannot be used. `folder` is the issue's own; nothing outside it is read, and nothing is fetched from other
 * machines.
 */
export async function readImages(
  issue: Issue,
  folder: string,
  others: readonly NamedImage[] = [],
): Promise<{ readonly images: readonly ImageFile[]; readonly problems: readonly Problem[] }> {
  const images: ImageFile[] = [];
  const problems: Problem[] = [];
  const done = new Map<string, MeasuredFile | Problem>();
  for (const image of [...imagesOf(issue.blocks), ...others]) {
    if (isAddress(image.src)) continue;
    const before = done.get(image.src);
    const read = before ?? (await readImage(image, folder));
    done.set(image.src, read);
    if (!("file" in read)) problems.push({ ...read, at: image.at });
    else {
      const found = checkMeasure(image, read);
      problems.push(...found.filter((one) => before === undefined || isError(one)));
      if (before === undefined && !found.some(isError)) images.push(read.file);
    }
  }
  return { images, problems };
}

async function readImage(image: NamedImage, folder: string): Promise<MeasuredFile | Problem> {
  const found = (code: string, message: string, remedy: string) =>
    problem(image.at, `issue/${code}`, message, remedy);
  const outside = () =>
    found("image-outside", `the picture "${image.src}" is outside the issue's folder.`, "Move it there.");
  // Not even whether such a file is there.
  const path = resolve(folder, image.src);
  if (isAbsolute(image.src) || relative(folder, path).split(sep)[0] === "..") return outside();
  try {
    // Resolved links too: a picture must not be a way to read other files of this machine.
    const inside = relative(await realpath(folder), await realpath(path));
    if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return outside();
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
    const { type } = measured;
    const contentType = contentTypes[type ?? ""];
    if (contentType === undefined)
      return found(
        "image-type",
        `the picture "${image.src}" is ${type}, which mail programs may not show.`,
        usable,
      );
    const { width, height, turned } = upright(measured);
    return {
      file: { src: image.src, bytes, contentType, width, height, density: densityOf(image.src) },
      turned,
    };
  } catch (fault) {
    const beside = posix.dirname(image.at.file.replaceAll("\\", "/"));
    const near = await nearPicture(image.src, folder);
    return found(
      "image-missing",
      `the picture ${posix.join(beside, image.src)} cannot be read: ${faultText(fault)}.`,
      near === undefined
        ? `Check the name. Paths begin where the issue lies, in ${beside}.`
        : `Did you mean "${near}"?`,
    );
  }
}

interface MeasuredFile {
  readonly file: ImageFile;
  /** The pixels lie otherwise than the picture is meant to be seen. */
  readonly turned: boolean;
}

function checkMeasure({ src, at }: NamedImage, { file, turned }: MeasuredFile): readonly Problem[] {
  const { width, height } = file;
  if (Math.max(width, height) > mostPixels) {
    const message = `the picture "${src}" has ${width} × ${height} pixels.`;
    return [problem(at, "issue/image-pixels", message, `Shrink it: ${mostPixels} on a side are the most.`)];
  }
  if (!turned) return [];
  const message = `the picture "${src}" lies on its side; a note in the file says so, which not every mail program reads.`;
  return [finding(at, imageTurned, message, "Save it upright.")];
}

/** `kings@2x.png` has two pixels for each of CSS in both directions. */
function densityOf(src: string): number {
  return Number(/@([23])x\.[a-z]+$/i.exec(src)?.[1] ?? 1);
}

/** From 5 on, Exif's orientations turn the picture by a quarter. */
function upright({ width, height, orientation = 1 }: Measured) {
  const turned = orientation > 1;
  return orientation < 5 ? { width, height, turned } : { width: height, height: width, turned };
}

type Measured = ReturnType<typeof imageSize>;

/** image-size throws errors of several kinds when bytes are no picture, or only the beginning of one. */
function measure(bytes: Buffer): Measured | undefined {
  try {
    const size = imageSize(bytes);
    return size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    return undefined;
  }
}

const usable = "Save it as PNG, JPEG or GIF.";
