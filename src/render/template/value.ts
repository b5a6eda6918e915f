import type { Markup } from "../markup.ts";

/** What a template can name: only HTML that is ready, numbers and truth values. */
export type Value = Markup | number | boolean | readonly Value[] | Context;
export interface Context {
  readonly [name: string]: Value;
}
