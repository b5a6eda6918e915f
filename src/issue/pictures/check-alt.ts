import { posix } from "node:path";
import type { Position, Problem } from "../../base/problem.ts";
import type { Image } from "../../model/issue.ts";
import { altFileName } from "../../model/noticed/alt-file-name.ts";
import { altPictureOf } from "../../model/noticed/alt-picture-of.ts";
import { altLong } from "../../model/noticed/alt-long.ts";
import { finding, type RuleHead } from "../../model/rule.ts";

const longest = 150;

/** What a careful editor would change in an `alt`. All of it is a warning: only people know what a picture shows. */
export function checkAlt({ src, alt }: Pick<Image, "src" | "alt">, at: Position): readonly Problem[] {
  const warn = (rule: RuleHead, message: string, remedy: string) => finding(at, rule, message, remedy);
  const instead = 'Say what the picture shows, or write alt: "" if it is decoration.';
  if (isFileName(alt, src)) return [warn(altFileName, `the alt text "${alt}" is a file's name.`, instead)];
  if (
    /^(?:an? |the |our )?(?:image|picture|photo|photograph|graphic|icon|logo|illustration)\.?$/i.test(
      alt.trim(),
    )
  )
    return [warn(altPictureOf, `the alt text "${alt}" says only that it is one.`, instead)];
  const opening = /^(?:an? |the )?(?:image|picture|graphic) of (?=\S)/i.exec(alt)?.[0].trim();
  const length = [...alt].length;
  return [
    ...(opening === undefined
      ? []
      : [
          warn(
            altPictureOf,
            `the alt text begins with "${opening}", and screen readers say that it is one anyway.`,
            "Begin with what the picture shows.",
          ),
        ]),
    ...(length <= longest
      ? []
      : [
          warn(
            altLong,
            `the alt text has ${length} characters, and screen readers read them without a pause.`,
            `Keep it under ${longest}, and say the rest in the text.`,
          ),
        ]),
  ];
}

/** `kings.png`, `IMG_2041`, or the name of this file where it is not simply a word. */
function isFileName(alt: string, src: string): boolean {
  if (/^\S.*\.(?:png|jpe?g|gif|webp|svg|heic)$/i.test(alt)) return true;
  if (/^(?:img|dscn?|pxl|mvimg|p)[-_ ]?\d{3,}\w*$/i.test(alt)) return true;
  const { name } = posix.parse(src);
  return alt !== "" && alt.toLowerCase() === name.toLowerCase() && /[-_@\d]/.test(name);
}
