import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readPages } from "../docs/read-pages.ts";
import type { Candidate, ValueKind } from "./complete-words.ts";

/**
 * The names of one kind in the newsletter of a folder, or in the documentation; none where they cannot be read: at a
 * Tab nobody reads errors.
 */
export async function namesInNewsletter(kind: ValueKind, folder: string): Promise<readonly Candidate[]> {
  try {
    switch (kind) {
      case "issue":
        return (await readdir(join(folder, "issues")))
          .filter((file) => file.endsWith(".yaml"))
          .sort()
          .reverse()
          .map((file) => ({ word: file.slice(0, -".yaml".length), says: "" }));
      case "template":
        return (await readdir(join(folder, "templates"), { withFileTypes: true }))
          .filter((entry) => entry.isDirectory() && !/^(?:words|pages)$/.test(entry.name))
          .map(({ name }) => ({ word: name, says: "" }));
      case "list":
      case "relay":
      case "tag":
        return await namesInConfig(kind, folder);
      case "page":
        return (await readPages())
          .flatMap(({ pages }) => pages)
          .map(({ name, says }) => ({ word: name, says }));
      default:
        return [];
    }
  } catch {
    return [];
  }
}

/** Loaded only for these: reading letterpress.yaml takes longer than all the rest. */
async function namesInConfig(kind: "list" | "relay" | "tag", folder: string): Promise<readonly Candidate[]> {
  const { readConfig } = await import("../../config/read-config.ts");
  const { config } = await readConfig(folder);
  if (config === undefined) return [];
  if (kind === "list") return config.lists.map(({ id, name }) => ({ word: id, says: name }));
  if (kind === "relay")
    return config.relays.map((relay) => ({
      word: relay.name,
      says: "host" in relay ? relay.host : relay.module,
    }));
  return Object.entries(config.tags).map(([word, { description = "" }]) => ({ word, says: description }));
}
