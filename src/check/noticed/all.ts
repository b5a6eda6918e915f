import type { RuleHead } from "../rule.ts";
import { atLinks } from "./links.ts";
import { inPictures } from "./pictures.ts";
import { inTexts } from "./text.ts";
import { inTheWhole } from "./whole.ts";

/**
 * The warnings that are noticed on the way: while an issue is read and rendered, where its Markdown, its pictures and the width of a
 * place are known. Each can be set and waived as any rule. Some codes are errors elsewhere (a picture that no mail program shows); those
 * are not set, because nothing that can be sent comes of them.
 */
export const noticed: readonly RuleHead[] = [...inTexts, ...atLinks, ...inPictures, ...inTheWhole];
