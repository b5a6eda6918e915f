import { type Problem, problem } from "../../base/problem.ts";
import { decodeEntities, type HtmlPiece, scanHtml } from "../../base/scan-html.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { traceOf } from "./trace.ts";

/**
 * What is wrong with the pictures that a template brings itself: no reader finds a file of its folder, and a picture
 * needs an `alt`. Those of the issue were looked at when it was read. `mjml` is the expanded template.
 */
export function ownPictures(
  setting: Setting,
  mjml: string,
  leftOut: ReadonlySet<number>,
): readonly Problem[] {
  if (faultyPictures(setting, mjml).length === 0) return [];
  const trace = traceOf(setting);
  const traced = expand({ ...setting, template: trace.template }, leftOut).mjml ?? "";
  return faultyPictures(setting, traced).flatMap(({ name, line, message, remedy }) => {
    const at = trace.placeOn(line, name);
    return at === undefined ? [] : [problem(at, "render/picture", message, remedy)];
  });
}

interface FaultyPicture {
  readonly name: string;
  /** The tag down to its first line end. */
  readonly line: string;
  readonly message: string;
  readonly remedy: string;
}

function faultyPictures({ images, book }: Setting, text: string): readonly FaultyPicture[] {
  const placed = new Set([...images.of.values()].map(({ src }) => src));
  const reaches = (src: string) =>
    /^https:\/\/[^/?#\s\\]+\/\S*$/i.test(src) || placed.has(src) || book.find(src)[0]?.start === 0;
  let inDefaults = false;
  return scanHtml(text).flatMap((piece) => {
    if (piece.kind !== "tag") return [];
    const { name } = piece;
    // There stand what pictures have in common, and no pictures.
    if (name === "mj-attributes") inDefaults = !piece.closing;
    if (inDefaults || piece.closing) return [];
    const line = text.slice(piece.start, piece.end).split("\n")[0] ?? "";
    const found: FaultyPicture[] = [];
    const tell = (message: string, remedy: string) => found.push({ name, line, message, remedy });
    const check = (what: string, src: string) => {
      if (!reaches(src))
        tell(`${what} is at "${book.sample(src)}", which is not a whole https:// address.`, whole);
    };
    for (const background of ["background-url", "background"]) {
      const src = attributeOf(piece, background);
      if (src !== undefined) check(`the background of <${name}>`, src);
    }
    if (!pictures.has(name)) return found;
    const src = attributeOf(piece, "src");
    if (src === undefined) tell(`the picture <${name}> has no "src".`, whole);
    else check(`the picture <${name}>`, src);
    if (attributeOf(piece, "alt") === undefined)
      tell(`the picture <${name}> has no "alt".`, 'Say what it shows, or write alt="" if it is decoration.');
    return found;
  });
}

const pictures: ReadonlySet<string> = new Set(["img", "mj-image", "mj-carousel-image"]);
const whole = "Put the file on a site and write its address, or show a picture of the issue: {{image.src}}.";

function attributeOf(tag: HtmlPiece & { readonly kind: "tag" }, name: string): string | undefined {
  const attribute = tag.attributes.find((one) => one.name === name);
  return attribute === undefined ? undefined : decodeEntities(attribute.value).trim();
}
