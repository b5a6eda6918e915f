import { blockKind } from "../block-kind.ts";

export const divider = blockKind({
  name: "divider",
  description: "A line between two parts.",
  keys: {},
});
