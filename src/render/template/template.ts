import type { Position } from "../../base/problem.ts";
import type { TemplateWords } from "../words/words.ts";
import type { Theme } from "./theme.ts";

/** A template folder as read from the disk: nothing in it has been compiled. */
export interface Template {
  /** As given to `readTemplate`; the names of the files begin with it. */
  readonly folder: string;
  /** `template.mjml`: head, masthead, the loop over the blocks, footer. */
  readonly frame: TemplateFile;
  /** By name: `blocks/<kind>.mjml`, one for each kind of block, and `parts/<name>.mjml`, which these include. */
  readonly parts: ReadonlyMap<string, TemplateFile>;
  /**
   * The files of blocks and parts that could not be read, and stand here without a text; only while a template has
   * errors.
   */
  readonly unread?: ReadonlySet<string>;
  readonly theme: Theme;
  /** Where each value of the theme stands, by its path: `colours.dark.accent`. */
  readonly themeAt: ReadonlyMap<string, Position>;
  /** What the template says itself, in every language it has. */
  readonly words: TemplateWords;
  /** The reader's fields that the template itself shows with `{{subscriber.…}}`, in alphabetical order. */
  readonly fields: readonly string[];
}

export interface TemplateFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}
