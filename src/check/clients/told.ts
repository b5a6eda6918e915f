import type { ToldFeature } from "./told-feature.ts";
import { toldOfCss } from "./told-css.ts";
import { toldOfHtml } from "./told-html.ts";

/**
 * The features that are looked for: those without which readers lose something, or see a mess. What only makes a mail
 * plainer (round corners, shadows, fonts, what happens under a pointer) is not told: mail is made to be plainer
 * somewhere.
 */
export const told: Readonly<Record<string, ToldFeature>> = { ...toldOfCss, ...toldOfHtml };
