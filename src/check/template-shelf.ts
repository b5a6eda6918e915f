import { join } from "node:path";
import { readTemplate } from "../render/template/read-template.ts";

/** Templates that are read once, however many issues name them; for a run in which the files do not change. */
export interface TemplateShelf {
  /** The template in `templates/<name>`, as `readTemplate` gives it. */
  take(name: string): ReturnType<typeof readTemplate>;
}

/** `root` is the newsletter's folder. */
export function templateShelf(root: string): TemplateShelf {
  const taken = new Map<string, ReturnType<typeof readTemplate>>();
  return {
    take(name) {
      const read = taken.get(name) ?? readTemplate(join("templates", name), root);
      taken.set(name, read);
      return read;
    },
  };
}
