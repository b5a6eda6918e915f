import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { told } from "../../src/check/clients/told.ts";
import { mailClients } from "../../src/model/mail-clients.ts";

/*
 * `npm run clients -- 2.0.2`: brings src/check/clients/can-i-email.json up to date. The npm package caniemail holds the
 * data of www.caniemail.com as its site publishes them; it is fetched, taken apart and thrown away again, since of its
 * 1.4 MB and its dependencies nothing but a tenth of the data is needed here. Without a version, the latest is taken.
 */

/** That of the data; it asks to be kept with them. */
const licence = [
  "MIT License. Copyright (c) 2019 HTeuMeuLeu.",
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:',
  "The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.",
  'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.',
];

/** Of what the package holds, what is read here. */
interface Given {
  readonly last_update_date: string;
  readonly data: readonly {
    readonly slug: string;
    readonly stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
    readonly notes_by_num: Readonly<Record<string, string>> | null;
  }[];
}

const [, , version = "latest"] = process.argv;
const file = fileURLToPath(new URL("../../src/check/clients/can-i-email.json", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "letterpress-caniemail-"));
try {
  const packed = execFileSync("npm", ["pack", "--silent", `caniemail@${version}`], {
    cwd: folder,
    encoding: "utf8",
  });
  execFileSync("tar", ["xzf", packed.trim()], { cwd: folder });
  const given = JSON.parse(readFileSync(join(folder, "package/data/caniemail.json"), "utf8")) as Given;
  const { version: taken } = JSON.parse(readFileSync(join(folder, "package/package.json"), "utf8"));
  writeFileSync(file, textOf(given, taken));
  console.log(`wrote ${file}: caniemail ${taken}, of ${given.last_update_date.slice(0, 10)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One line for each feature, so that a change of the data reads well. */
function textOf(given: Given, taken: string): string {
  const missing = Object.keys(told).filter((slug) => !given.data.some((one) => one.slug === slug));
  if (missing.length > 0) throw new Error(`The data know nothing of ${missing.join(", ")}: correct told.ts.`);
  const features = given.data
    .filter(({ slug }) => Object.hasOwn(told, slug))
    .map((feature) => `    ${JSON.stringify(feature.slug)}: ${JSON.stringify(supportOf(feature))}`);
  return `{
  "source": "www.caniemail.com, from the npm package caniemail ${taken}",
  "licence": ${JSON.stringify(licence)},
  "updated": "${given.last_update_date.slice(0, 10)}",
  "clients": ${JSON.stringify(mailClients)},
  "features": {
${features.join(",\n")}
  }
}
`;
}

/**
 * What the newest version of each program that was tested does: `y`, `n`, `a` in part, `u` unknown, with the numbers of
 * notes.
 */
function supportOf({ stats, notes_by_num: notes }: Given["data"][number]) {
  const support = mailClients.map((client) => {
    const [family = "", platform = ""] = client.split(".");
    const versions = Object.entries(stats[family]?.[platform] ?? {});
    const newest = versions.sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).at(-1)?.[1];
    return (newest ?? "u").replace(/\s*#(\d+)/g, " $1").trim();
  });
  const used = new Set(support.flatMap((one) => (/^[an]/.test(one) ? one.split(" ").slice(1) : [])));
  const kept = Object.entries(notes ?? {}).filter(([number]) => used.has(number));
  return { support, ...(kept.length === 0 ? {} : { notes: Object.fromEntries(kept) }) };
}
