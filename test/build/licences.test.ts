import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { licencesFile } from "../../build/licences/licences-file.ts";
import { type BundledPackage, readPackages } from "../../build/licences/read-packages.ts";
import { dist } from "../../build/places.ts";
import { tempFolder } from "../support/temp-folder.ts";

const kept: BundledPackage = {
  name: "kept",
  version: "1.2.3",
  licence: "MIT",
  author: "Ada",
  texts: ["Copyright (c) Ada\n\nPermission is hereby granted …"],
};

describe("the licences of what is in the program", () => {
  test("stand in one file, with names, versions and texts", () => {
    const apache = {
      ...kept,
      name: "noted",
      licence: "Apache-2.0",
      texts: ["Apache License", "NOTICE: by Bob"],
    };
    const file = licencesFile(
      [kept, apache],
      [{ source: "www.letters.example.org", licence: ["Free.", "As is."] }],
    );
    expect(file.status).toBe("complete");
    if (file.status !== "complete") return;
    expect(file.text).toContain("kept 1.2.3\nLicence: MIT\n\nCopyright (c) Ada\n");
    expect(file.text).toContain("noted 1.2.3\nLicence: Apache-2.0\n\nApache License\n\nNOTICE: by Bob\n");
    expect(file.text).toContain("\nData of www.letters.example.org\n\nFree.\n\nAs is.\n");
  });

  test("name those of the data of other people, too", async () => {
    const text = await readFile(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
    expect(text).toMatch(
      /\nData of www\.caniemail\.com, .*\n\nMIT License\. Copyright \(c\) 2019 HTeuMeuLeu\.\n/,
    );
  });

  test.each(["ISC", "(MIT OR GPL-3.0-or-later)", "MIT AND BSD-3-Clause", "(WTFPL OR Apache-2.0)"])(
    "%s may be in it",
    (licence) => {
      expect(licencesFile([{ ...kept, licence }], [])).toMatchObject({ status: "complete" });
    },
  );

  test.each([
    "GPL-3.0-only",
    "MPL-2.0",
    "MIT AND GPL-2.0-only",
    "(MIT OR (GPL-2.0 AND MIT))x",
    "UNLICENSED",
    "SEE LICENSE",
  ])("%s may not", (licence) => {
    expect(licencesFile([kept, { ...kept, name: "other", licence }], [])).toEqual({
      status: "refused",
      faults: [
        `other 1.2.3 is in the program under "${licence}", which build/licences/allowed.ts does not allow; use another package, or keep it a dependency (build/bundle.ts).`,
      ],
    });
  });

  test("a package that says no licence is told, and one without its text", () => {
    expect(
      licencesFile(
        [
          { ...kept, licence: "" },
          { ...kept, licence: "BSD-3-Clause", texts: [] },
          { ...kept, author: "", texts: [] },
        ],
        [],
      ),
    ).toEqual({
      status: "refused",
      faults: [
        "kept 1.2.3 is in the program and says no licence; use another package, or ask its author for one.",
        "kept 1.2.3 is in the program and comes without the text of its licence, BSD-3-Clause; add it to build/licences/standard-text.ts.",
        "kept 1.2.3 is in the program and comes without the text of its licence, MIT; add it to build/licences/standard-text.ts.",
      ],
    });
  });

  test("a package that names MIT or ISC and its author gets the text that everybody has", () => {
    const file = licencesFile([{ ...kept, licence: "ISC", texts: [] }], []);
    expect(file).toMatchObject({
      status: "complete",
      text: expect.stringContaining("Copyright (c) Ada\n\nPermission to use, copy, modify"),
    });
  });
});

describe("the packages", () => {
  test("are those that files are of, nested ones too, each version once", async () => {
    await using folder = await tempFolder();
    const write = async (path: string, manifest: object, texts: Readonly<Record<string, string>> = {}) => {
      const place = join(folder.path, "node_modules", path);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, "package.json"), JSON.stringify(manifest));
      for (const [name, text] of Object.entries(texts)) await writeFile(join(place, name), text);
    };
    await write(
      "@ada/one",
      { name: "@ada/one", version: "1.0.0", license: "Apache-2.0", author: { name: "Ada" } },
      { "LICENSE.txt": "Apache\r\nLicense\n", NOTICE: "By Ada", "README.md": "Hello" },
    );
    const two = {
      name: "two",
      version: "2.0.0",
      licenses: [{ type: "MIT" }, { type: "GPL-2.0" }],
      author: "Bob",
    };
    await write("two", two);
    await write("@ada/one/node_modules/two", two);
    await write("three", {
      name: "three",
      version: "3.0.0",
      license: "MIT (http://mootools.net/license.txt)",
    });
    await write("four", { name: "four", version: "4.0.0", license: "MIT" });
    const inputs = [
      "src/index.ts",
      "node_modules/@ada/one/lib/a.js",
      "node_modules/@ada/one/node_modules/two/b.js",
      "node_modules/two/b.js",
      "node_modules/three/c.js",
    ];
    expect(await readPackages(folder.path, inputs)).toEqual([
      {
        name: "@ada/one",
        version: "1.0.0",
        licence: "Apache-2.0",
        author: "Ada",
        texts: ["Apache\nLicense", "By Ada"],
      },
      { name: "three", version: "3.0.0", licence: "MIT", author: "", texts: [] },
      { name: "two", version: "2.0.0", licence: "MIT OR GPL-2.0", author: "Bob", texts: [] },
    ]);
  });
});
