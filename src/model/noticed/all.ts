import type { RuleHead } from "../rule.ts";
import { altFileName } from "./alt-file-name.ts";
import { altLong } from "./alt-long.ts";
import { altPictureOf } from "./alt-picture-of.ts";
import { blank } from "./blank.ts";
import { contrast } from "./contrast.ts";
import { emptyVariant } from "./empty-variant.ts";
import { entityInLine } from "./entity-in-line.ts";
import { folded } from "./folded.ts";
import { footnote } from "./footnote.ts";
import { foreignField } from "./foreign-field.ts";
import { garbled } from "./garbled.ts";
import { headingSkip } from "./heading-skip.ts";
import { headingSpace } from "./heading-space.ts";
import { htmlInLine } from "./html-in-line.ts";
import { imageHeavy } from "./image-heavy.ts";
import { imageSoft } from "./image-soft.ts";
import { imageTurned } from "./image-turned.ts";
import { imageType } from "./image-type.ts";
import { linkBrackets } from "./link-brackets.ts";
import { linkHost } from "./link-host.ts";
import { linkHttp } from "./link-http.ts";
import { linkWords } from "./link-words.ts";
import { linkWww } from "./link-www.ts";
import { listNumber } from "./list-number.ts";
import { looseStars } from "./loose-stars.ts";
import { markdownInLine } from "./markdown-in-line.ts";
import { noDefinition } from "./no-definition.ts";
import { noSecret } from "./no-secret.ts";
import { openSign } from "./open-sign.ts";
import { otherDay } from "./other-day.ts";
import { samePreheader } from "./same-preheader.ts";
import { sameTitle } from "./same-title.ts";
import { tableHead } from "./table-head.ts";
import { taskItem } from "./task-item.ts";
import { templateTag } from "./template-tag.ts";
import { typedBullets } from "./typed-bullets.ts";
import { unknownEntity } from "./unknown-entity.ts";
import { waiver } from "./waiver.ts";

/**
 * The warnings that are noticed on the way: while an issue is read and rendered, where its Markdown, its pictures and
 * the width of a place are known. Each can be set and waived as any rule. Some codes are errors elsewhere (a picture
 * that no mail program shows); those are not set, because nothing that can be sent comes of them.
 */
export const noticed: readonly RuleHead[] = [
  blank,
  garbled,
  foreignField,
  templateTag,
  unknownEntity,
  openSign,
  looseStars,
  headingSpace,
  tableHead,
  typedBullets,
  listNumber,
  taskItem,
  footnote,
  noDefinition,
  markdownInLine,
  entityInLine,
  htmlInLine,
  folded,
  linkBrackets,
  linkWww,
  linkHost,
  linkHttp,
  linkWords,
  altFileName,
  altPictureOf,
  altLong,
  imageTurned,
  imageType,
  imageSoft,
  imageHeavy,
  samePreheader,
  sameTitle,
  headingSkip,
  otherDay,
  contrast,
  emptyVariant,
  waiver,
  noSecret,
];
