import { describe, expect, test } from "@jest/globals";
import { readIssue } from "../../src/issue/read-issue.ts";
import { head } from "../support/issue-text.ts";
import { pngPicture } from "../support/pictures.ts";
import { tempFolder } from "../support/temp-folder.ts";

const feature = "  - feature: {title: T, image: {src: pics/a.png, alt: A}, body: B}\n";
const known = { fields: {} };

describe("an issue on the disk", () => {
  test("comes with its pictures, which lie beside it", async () => {
    await using root = await tempFolder({
      "issues/one.yaml": head + feature,
      "issues/pics/a.png": pngPicture(3, 2),
    });
    const { issue, images, problems } = await readIssue(root.path, "issues/one.yaml", known);
    expect(problems).toEqual([]);
    expect(issue?.id).toBe("one");
    expect(images).toMatchObject([{ src: "pics/a.png", width: 3, height: 2 }]);
  });

  test("names what is wrong by the path from the newsletter's folder", async () => {
    await using root = await tempFolder({ "issues/one.yaml": head + feature });
    const { problems } = await readIssue(root.path, "issues/one.yaml", known);
    expect(problems.map(({ code, at }) => `${at.file}:${at.line}:${at.column} ${code}`)).toEqual([
      "issues/one.yaml:5:38 issue/image-missing",
    ]);
  });

  test("tells of a picture that is not there and has no alt both, also in a list", async () => {
    const blocks = `  - image: {src: pics/nope.png}\n  - event:\n      photos:\n        - {src: pics/none.png}\n`;
    await using root = await tempFolder({ "issues/one.yaml": head + blocks });
    const { problems } = await readIssue(root.path, "issues/one.yaml", known);
    expect(problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([
      "5:5 issue/missing",
      "5:18 issue/image-missing",
      "6:5 issue/unknown-block",
      "8:17 issue/image-missing",
    ]);
  });

  test("that is wrong has no pictures yet", async () => {
    await using root = await tempFolder({ "issues/one.yaml": `${head}  - lettre: x\n` });
    const read = await readIssue(root.path, "issues/one.yaml", known);
    expect(read).toMatchObject({ images: [], problems: [{ code: "issue/unknown-block" }] });
    expect(read.issue?.blocks).toEqual([]);
  });

  test("that is not UTF-8 is told, not guessed", async () => {
    const latin = Buffer.from(`${head}  - letter: Zal\u00e1n\n`, "latin1");
    await using root = await tempFolder({ "issues/one.yaml": latin });
    const { problems } = await readIssue(root.path, "issues/one.yaml", known);
    expect(problems.map(({ code, at }) => `${at.line}:${at.column} ${code}`)).toEqual(["5:16 yaml/encoding"]);
  });

  test.each([
    ["issues/none.yaml", /The issue issues\/none\.yaml cannot be read: there is no such file or folder\./],
    ["issues", /The issue issues cannot be read: it is a folder, not a file\./],
  ])("that cannot be opened is a fault: %s", async (file, message) => {
    await using root = await tempFolder({ "issues/one.yaml": head });
    const reading = readIssue(root.path, file, known);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ name: "LetterpressError", code: "issue/unreadable" });
  });
});
