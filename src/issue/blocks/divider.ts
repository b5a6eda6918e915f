import { blockKind } from "../kinds/block-kind.ts";

export const divider = blockKind({
  name: "divider",
  description: "A line between two parts.",
  keys: {},
});
