import { type Fault, faults } from "./request.ts";

/** What an address came to in the end, redirects followed. */
export type Answer =
  | {
      readonly status: "answered";
      readonly code: number;
      /** Where it ended. */
      readonly url: string;
      /** As far as every redirect said that the page has moved for good; the address itself when the first did not. */
      readonly movedTo: string;
      readonly contentType?: string;
      readonly bytes?: number;
    }
  | { readonly status: "circle"; readonly url: string }
  | {
      readonly status: "unreachable";
      readonly fault: Fault;
      readonly words: string;
      /** Who could not be reached, at the end of the redirects. */
      readonly url: string;
    };

/** An answer as it came out of a file; undefined when it is none. */
export function parseAnswer(value: unknown): Answer | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const one = value as Record<string, unknown>;
  const { status, code, url, movedTo, fault, words, contentType, bytes } = one;
  if (typeof url !== "string") return undefined;
  if (status === "circle") return { status, url };
  const known = faults.find((name) => name === fault);
  if (status === "unreachable" && known !== undefined && typeof words === "string")
    return { status, fault: known, words, url };
  if (status !== "answered" || typeof code !== "number" || typeof movedTo !== "string") return undefined;
  return {
    status,
    code,
    url,
    movedTo,
    ...(typeof contentType === "string" ? { contentType } : {}),
    ...(typeof bytes === "number" ? { bytes } : {}),
  };
}
