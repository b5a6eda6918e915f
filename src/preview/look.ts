import { type ColorScheme, colorSchemes } from "./color-scheme.ts";

export const views = ["html", "text", "headers"] as const;
export const widths = ["320", "640", "full"] as const;
export const imageModes = ["on", "off"] as const;

/** How an issue is looked at. All of it stands in the URL, so that a reload or a copied address keeps it. */
export interface Look {
  readonly list: string;
  readonly reader: string;
  readonly view: (typeof views)[number];
  readonly width: (typeof widths)[number];
  readonly scheme: ColorScheme;
  readonly images: (typeof imageModes)[number];
}

/** What a query asks for. What it does not say, or says wrong, is the first of what there is. */
export function parseLook(
  query: Readonly<Record<string, string | undefined>>,
  lists: readonly string[],
  readers: readonly string[],
): Look {
  return {
    list: oneOf(lists, query.list) ?? "",
    reader: oneOf(readers, query.reader) ?? "",
    view: oneOf(views, query.view) ?? "html",
    width: oneOf(widths, query.width ?? "640") ?? "640",
    scheme: oneOf(colorSchemes, query.scheme) ?? "light",
    images: oneOf(imageModes, query.images) ?? "on",
  };
}

/** The query of this look with changes, `?…`. */
export function lookQuery(look: Look, changes: Partial<Look> & { readonly v?: string } = {}): string {
  return `?${new URLSearchParams({ ...look, ...changes }).toString()}`;
}

function oneOf<Value extends string>(known: readonly Value[], asked: string | undefined): Value | undefined {
  return known.find((one) => one === asked) ?? known[0];
}
