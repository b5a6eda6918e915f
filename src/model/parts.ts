import type { Image, Item, Parts } from "./issue.ts";
import type { Line, Prose } from "./prose.ts";

/** What a block or an item holds under a name; undefined, or nothing in it, where it holds no such thing. */

export function lineOf(parts: Parts, name: string): Line | undefined {
  const part = parts[name];
  return part?.type === "line" ? part.line : undefined;
}

export function linkOf(parts: Parts, name: string): Line | undefined {
  const part = parts[name];
  return part?.type === "link" ? part.url : undefined;
}

export function proseOf(parts: Parts, name: string): Prose {
  const part = parts[name];
  return part?.type === "prose" ? part.prose : [];
}

export function imageOf(parts: Parts, name: string): Image | undefined {
  const part = parts[name];
  return part?.type === "image" ? part.image : undefined;
}

/** Whether what stands under a name is said in the plain text only: the words of an html block. */
export function isPlainOnly(parts: Parts, name: string): boolean {
  return name === "text" && parts.body?.type === "html";
}

export function idOf(parts: Parts, name: string): string {
  const part = parts[name];
  return part?.type === "id" ? part.id : "";
}

export function itemsOf(parts: Parts, name: string): readonly Item[] {
  const part = parts[name];
  return part?.type === "list" ? part.items : [];
}
