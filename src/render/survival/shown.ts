import { decodeEntities, scanHtml } from "../../base/scan-html.ts";

/** What a reader finds in some HTML: its words without white space, the targets of its links, its pictures. */
export interface Shown {
  readonly text: string;
  /** Each as often as it stands there. */
  readonly links: readonly string[];
  /** `width` is that of the attribute, 0 when there is none. */
  readonly images: readonly {
    readonly src: string;
    readonly alt: string | undefined;
    readonly width: number;
  }[];
}

export function shownBy(html: string): Shown {
  let text = "";
  const links: string[] = [];
  const images: Shown["images"][number][] = [];
  for (const piece of scanHtml(html)) {
    if (piece.kind === "text") text += html.slice(piece.start, piece.end);
    if (piece.kind !== "tag" || piece.closing) continue;
    const decoded = (name: string) => {
      const found = piece.attributes.find((attribute) => attribute.name === name);
      return found === undefined ? undefined : decodeEntities(found.value);
    };
    if (piece.name === "a") links.push((decoded("href") ?? "").trim());
    if (piece.name === "img")
      images.push({
        src: decoded("src") ?? "",
        alt: decoded("alt"),
        width: Number.parseInt(decoded("width") ?? "", 10) || 0,
      });
  }
  return { text: squeezed(decodeEntities(text)), links, images };
}

/** White space and soft hyphens say nothing here: they are added and taken away wherever text is set. */
export function squeezed(text: string): string {
  return text.replace(/[\s\u00AD\u200B\u2060]+/g, "");
}
