import type { BlockKind } from "../../model/issue.ts";
import type { BlockReader } from "../block-reader.ts";
import { briefs } from "./briefs.ts";
import { feature } from "./feature.ts";
import { letter } from "./letter.ts";
import { poll } from "./poll.ts";
import { signoff } from "./signoff.ts";
import { sponsor } from "./sponsor.ts";

/** Every kind of block an issue may hold, in the order the documentation names them. */
export const blockReaders: Readonly<Record<BlockKind, BlockReader>> = {
  letter: letter as BlockReader,
  feature: feature as BlockReader,
  poll: poll as BlockReader,
  briefs: briefs as BlockReader,
  sponsor: sponsor as BlockReader,
  signoff: signoff as BlockReader,
};
