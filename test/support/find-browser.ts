import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The program of a Chromium or Chrome on this machine. */
export function findBrowser(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", ...(process.env.PATH ?? "").split(delimiter)];
  const onMac = ["Google Chrome", "Chromium"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  );
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...onMac];
  return places.find((place) => existsSync(place));
}

/** Nothing of its own goes over the network. */
export const browserFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;
