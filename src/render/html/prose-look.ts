import type { Theme } from "../template/theme.ts";
import type { TokenBook } from "../tokens.ts";

/** What the HTML of a text depends on besides the text. */
export interface ProseLook {
  readonly book: TokenBook;
  readonly theme: Theme;
  readonly direction: "ltr" | "rtl";
  /** The HTML heading that the highest heading becomes: one below the title of the block it stands in. */
  readonly topHeading: number;
  /** In an item of a list: its headings are no larger than text, so that the title of the item stays above them. */
  readonly small?: boolean;
}
