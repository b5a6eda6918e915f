import type { RuleHead } from "../rule.ts";

const bare = "Readers who hear the mail, or have pictures off, do not learn what the picture shows.";

/** What readers would see of a picture, or hear. */
export const inPictures: readonly RuleHead[] = [
  { id: "issue/alt-file-name", severity: "warning", why: bare },
  { id: "issue/alt-picture-of", severity: "warning", why: bare },
  {
    id: "issue/alt-long",
    severity: "warning",
    why: "Readers who hear the mail have to listen to all of it before it goes on.",
  },
  {
    id: "issue/image-turned",
    severity: "warning",
    why: "Readers of some mail programs see the picture on its side.",
  },
  {
    id: "issue/image-type",
    severity: "warning",
    why: "Readers of some mail programs see an empty box with the alternative text.",
  },
  { id: "render/image-soft", severity: "warning", why: "Readers see a blurred picture." },
  {
    id: "render/image-heavy",
    severity: "warning",
    why: "Readers wait for the picture, and pay for it on the road.",
  },
];
