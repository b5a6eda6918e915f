import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Problem, problem } from "../base/problem.ts";
import type { Attachment } from "../model/edition.ts";
import { type Block, type ImageFile, imagesOf } from "../model/issue.ts";

export interface Attached {
  /** By the image's `src`. */
  readonly cids: ReadonlyMap<string, { readonly cid: string; readonly width: number }>;
  readonly attachments: readonly Attachment[];
  readonly problems: readonly Problem[];
}

/** Every picture of the blocks as an attachment, once each. The cid is made from the content, so it never changes by chance. */
export function attachImages(blocks: readonly Block[], files: readonly ImageFile[]): Attached {
  const cids = new Map<string, { cid: string; width: number }>();
  const attachments = new Map<string, Attachment>();
  const problems: Problem[] = [];
  for (const image of imagesOf(blocks)) {
    const file = files.find(({ src }) => src === image.src);
    if (file === undefined) {
      const message = `the picture "${image.src}" was not read.`;
      problems.push(
        problem(image.at, "render/image-missing", message, "Check its name and that the file is there."),
      );
      continue;
    }
    const cid = `${createHash("sha256").update(file.bytes).digest("hex").slice(0, 16)}@images`;
    cids.set(image.src, { cid, width: file.width });
    const { contentType, bytes } = file;
    attachments.set(cid, { cid, filename: basename(image.src), contentType, bytes });
  }
  return { cids, attachments: [...attachments.values()], problems };
}
