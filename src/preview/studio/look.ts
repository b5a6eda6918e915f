import { type ColorScheme, colorSchemes } from "../mail/color-scheme.ts";
import { narrowest, widest } from "../page/look-names.ts";

export const views = ["html", "inbox", "text", "source", "headers", "raw", "web", "plan"] as const;
export const imageModes = ["on", "off"] as const;
/** What is seen at one time: one frame, two widths, every light, or the mail and its plain text. */
export const besides = ["one", "widths", "lights", "text"] as const;

export const panelStates = ["on", "off"] as const;

export const namedWidths = ["desktop", "mobile"] as const;

/** How an issue is looked at. All of it stands in the URL, so that a reload or a copied address keeps it. */
export interface Look {
  readonly list: string;
  readonly reader: string;
  readonly view: (typeof views)[number];
  /** A named width, or a number of pixels between `narrowest` and `widest`. */
  readonly width: string;
  readonly scheme: ColorScheme;
  readonly images: (typeof imageModes)[number];
  readonly beside: (typeof besides)[number];
  /** Whether the panel of findings stands beside the mail. */
  readonly findings: (typeof panelStates)[number];
  /** What is searched for in a source. */
  readonly find: string;
  /** What readers are searched for. */
  readonly who: string;
}

/** What a query asks for, as `reader`. What it does not say, or says wrong, is the first of what there is. */
export function parseLook(
  query: Readonly<Record<string, string | undefined>>,
  lists: readonly string[],
  reader: string,
): Look {
  return {
    list: oneOf(lists, query.list) ?? "",
    reader,
    view: oneOf(views, query.view) ?? "html",
    width: widthOf(query.width),
    scheme: oneOf(colorSchemes, query.scheme) ?? "light",
    images: oneOf(imageModes, query.images) ?? "on",
    beside: oneOf(besides, query.beside) ?? "one",
    findings: oneOf(panelStates, query.findings) ?? "on",
    find: (query.find ?? "").slice(0, 200),
    who: (query.who ?? "").slice(0, 200),
  };
}

/** The query of this look with changes, `?…`. What is as it is when nothing is said is left out. */
export function lookQuery(look: Look, changes: Partial<Look> = {}): string {
  const pairs = Object.entries({ ...look, ...changes }).filter(
    ([name, value]) => value !== "" && !(Object.hasOwn(usual, name) && Reflect.get(usual, name) === value),
  );
  return `?${new URLSearchParams(pairs).toString()}`;
}

/** The query of one frame: only what changes its content, so that a frame is fetched again for nothing else. */
export function frameQuery({ list, reader, images }: Look, scheme: ColorScheme, version: string): string {
  return `?${new URLSearchParams({ list, reader, scheme, images, v: version }).toString()}`;
}

const usual: Partial<Look> = {
  view: "html",
  width: "desktop",
  scheme: "light",
  images: "on",
  beside: "one",
  findings: "on",
};

function widthOf(asked: string | undefined): string {
  if (asked === undefined || !/^\d{1,5}$/.test(asked)) return oneOf(namedWidths, asked) ?? "desktop";
  return String(Math.min(Math.max(Number(asked), narrowest), widest));
}

function oneOf<Value extends string>(known: readonly Value[], asked: string | undefined): Value | undefined {
  return known.find((one) => one === asked) ?? known[0];
}
