import type { BlockKind } from "../kinds/block-kind.ts";
import { briefs } from "./briefs.ts";
import { button } from "./button.ts";
import { divider } from "./divider.ts";
import { feature } from "./feature.ts";
import { html } from "./html.ts";
import { image } from "./image.ts";
import { letter } from "./letter.ts";
import { links } from "./links.ts";
import { poll } from "./poll.ts";
import { quote } from "./quote.ts";
import { signoff } from "./signoff.ts";
import { sponsor } from "./sponsor.ts";

/** Every kind of block that an issue may hold in any template, in the order in which the documentation names them. */
export const builtInKinds: readonly BlockKind[] = [
  letter,
  feature,
  briefs,
  links,
  poll,
  quote,
  image,
  button,
  sponsor,
  divider,
  signoff,
  html,
];
