import type { RuleHead } from "../../../../model/rule.ts";
import { linkBroken } from "./link-broken.ts";
import { linkElsewhere } from "./link-elsewhere.ts";
import { linkMoved } from "./link-moved.ts";
import { linkPrivate } from "./link-private.ts";
import { pictureOnline } from "./picture-online.ts";

/** What the links and pictures of an issue can have, in the order of docs/rules.md. */
export const onlineRules: readonly RuleHead[] = [
  linkBroken,
  linkMoved,
  linkElsewhere,
  linkPrivate,
  pictureOnline,
];
