import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readImages } from "../../src/issue/pictures/read-images.ts";
import type { Issue } from "../../src/model/issue.ts";
import { readBlocks } from "../support/issue-text.ts";
import { gifPicture, jpegPicture, pngHeader, pngPicture, svgPicture } from "../support/pictures.ts";
import { tempFolder } from "../support/temp-folder.ts";

function issueWith(...sources: readonly string[]): Issue {
  const blocks = sources.map(
    (src) =>
      `  - feature:\n      title: T\n      image:\n        src: ${JSON.stringify(src)}\n        alt: A\n      body: B`,
  );
  const { issue, sentences } = readBlocks(blocks.join("\n"));
  if (issue === undefined) throw new Error(sentences.join("\n"));
  return issue;
}

describe("a picture of an issue", () => {
  test.each([
    ["a.png", pngPicture(640, 360), "image/png"],
    ["deep/er/a.png", pngPicture(640, 360), "image/png"],
    ["./a.png", pngPicture(640, 360), "image/png"],
    ["deep/../a.png", pngPicture(640, 360), "image/png"],
    ["a.gif", gifPicture(640, 360), "image/gif"],
    ["says-png.png", gifPicture(640, 360), "image/gif"],
    ["two words.png", pngPicture(640, 360), "image/png"],
    ["..a.png", pngPicture(640, 360), "image/png"],
  ])("is read and measured: %s", async (src, bytes, contentType) => {
    await using folder = await tempFolder({ "deep/x": "", [src]: bytes });
    const { images, problems } = await readImages(issueWith(src), folder.path);
    expect(problems).toEqual([]);
    expect(images).toEqual([{ src, bytes, contentType, width: 640, height: 360, density: 1 }]);
  });

  test.each([
    ["kings@2x.png", 2],
    ["Kings@3X.PNG", 3],
    ["kings@4x.png", 1],
    ["2x.png", 1],
    ["@2x/kings.png", 1],
  ])(
    "is sharp on fine screens when its name says so: %s has %i pixels for one of CSS",
    async (src, density) => {
      await using folder = await tempFolder({ [src]: pngPicture(640, 360) });
      const { images } = await readImages(issueWith(src), folder.path);
      expect(images).toMatchObject([{ width: 640, height: 360, density }]);
    },
  );

  test("that lies on its side is measured upright, with a warning", async () => {
    await using folder = await tempFolder({
      "turned.jpg": jpegPicture(640, 360, 6),
      "a.jpg": jpegPicture(64, 36, 1),
    });
    const { images, problems } = await readImages(issueWith("turned.jpg", "a.jpg"), folder.path);
    expect(images).toMatchObject([
      { contentType: "image/jpeg", width: 360, height: 640 },
      { contentType: "image/jpeg", width: 64, height: 36 },
    ]);
    expect(problems).toMatchObject([{ code: "issue/image-turned", severity: "warning", at: { line: 8 } }]);
  });

  test("on another machine is not asked for", async () => {
    await using folder = await tempFolder();
    const src = "https://127.0.0.1:1/a.png";
    const whole = issueWith("a.png");
    const remote = JSON.parse(JSON.stringify(whole).replaceAll('"src":"a.png"', `"src":"${src}"`)) as Issue;
    expect(await readImages(remote, folder.path)).toEqual({ images: [], problems: [] });
  });

  test("is read once, however often it is shown", async () => {
    await using folder = await tempFolder({ "a.png": pngPicture(1, 1), "b.png": pngPicture(2, 2) });
    const { images } = await readImages(issueWith("a.png", "b.png", "a.png"), folder.path);
    expect(images.map(({ src }) => src)).toEqual(["a.png", "b.png"]);
  });

  test("may come in through a link that stays inside", async () => {
    await using folder = await tempFolder({ "a.png": pngPicture(1, 1) });
    await symlink("a.png", join(folder.path, "b.png"));
    expect((await readImages(issueWith("b.png"), folder.path)).images).toHaveLength(1);
  });

  test("may be in a folder that is itself reached through a link", async () => {
    await using folder = await tempFolder({ "real/a.png": pngPicture(1, 1) });
    await symlink("real", join(folder.path, "linked"));
    expect((await readImages(issueWith("a.png"), join(folder.path, "linked"))).images).toHaveLength(1);
  });
});

describe("a picture that cannot be used", () => {
  const files = {
    "issues/a.png": pngPicture(4, 4),
    "issues/text.png": "not a picture at all",
    "issues/empty.png": "",
    "issues/cut.png": pngPicture(4, 4).subarray(0, 12),
    "issues/cut.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
    "issues/nothing.png": pngPicture(0, 4),
    "issues/drawing.svg": svgPicture(10, 10),
    "issues/drawing.png": svgPicture(10, 10),
    "issues/bomb.png": pngHeader(100_000, 100_000),
    "issues/high.png": pngHeader(10, 5001),
    "issues/large.png": Buffer.concat([pngPicture(4, 4), Buffer.alloc(1024 * 1024)]),
    "secret.png": pngPicture(4, 4),
  };

  test.each([
    ["is not there", "missing.png", "image-missing"],
    ["is a folder", "folder", "image-missing"],
    ["is beside the folder", "../secret.png", "image-outside"],
    ["is beside the folder by a detour", "folder/../../secret.png", "image-outside"],
    ["is the folder above", "..", "image-outside"],
    ["is linked from outside", "linked.png", "image-outside"],
    ["is in a folder linked from outside", "linked/secret.png", "image-outside"],
    ["is text", "text.png", "image-type"],
    ["is empty", "empty.png", "image-type"],
    ["is only the beginning of a PNG", "cut.png", "image-type"],
    ["is only the beginning of a JPEG", "cut.jpg", "image-type"],
    ["has no width", "nothing.png", "image-type"],
    ["is an SVG", "drawing.svg", "image-type"],
    ["is an SVG under a false name", "drawing.png", "image-type"],
    ["says that it is 100,000 pixels wide", "bomb.png", "image-pixels"],
    ["is one pixel too high", "high.png", "image-pixels"],
    ["is larger than 1 MB", "large.png", "image-large"],
  ])("because it %s is told at its line", async (_, src, code) => {
    await using folder = await tempFolder(files);
    const issues = join(folder.path, "issues");
    await mkdir(join(issues, "folder"));
    await symlink(join(folder.path, "secret.png"), join(issues, "linked.png"));
    await symlink(folder.path, join(issues, "linked"));
    const { images, problems } = await readImages(issueWith(src), issues);
    expect(images).toEqual([]);
    expect(problems).toEqual([
      {
        code: `issue/${code}`,
        severity: "error",
        message: expect.stringMatching(/\.$/),
        remedy: expect.stringMatching(/\.$/),
        at: { file: "issues/a.yaml", line: 8, column: 14 },
      },
    ]);
  });

  test("because its path is absolute is outside, even when it is inside", async () => {
    await using folder = await tempFolder(files);
    const issues = join(folder.path, "issues");
    const { problems } = await readImages(issueWith(join(issues, "a.png")), issues);
    expect(problems.map((one) => one.code)).toEqual(["issue/image-outside"]);
  });

  test("because it is a pipe does not make us wait for ever", async () => {
    await using folder = await tempFolder();
    execFileSync("mkfifo", [join(folder.path, "pipe.png")]);
    const { problems } = await readImages(issueWith("pipe.png"), folder.path);
    expect(problems.map((one) => one.code)).toEqual(["issue/image-missing"]);
  });

  test("does not keep the others back", async () => {
    await using folder = await tempFolder({ "a.png": pngPicture(1, 1) });
    const { images, problems } = await readImages(issueWith("x.png", "a.png", "y.png"), folder.path);
    expect(images).toHaveLength(1);
    expect(problems).toHaveLength(2);
  });

  test("is told in the same words wherever it stands", async () => {
    await using folder = await tempFolder({ "bad.png": "text" });
    const { problems } = await readImages(issueWith("x.png", "x.png", "bad.png", "bad.png"), folder.path);
    expect(problems.map(({ at, message }) => `${at.line} ${message}`)).toEqual([
      "8 the picture issues/x.png cannot be read: there is no such file or folder.",
      "14 the picture issues/x.png cannot be read: there is no such file or folder.",
      '20 "bad.png" is not a picture.',
      '26 "bad.png" is not a picture.',
    ]);
  });

  test.each([
    ["issues/images/clock.png", "images/clock.png"],
    ["/clock.png", undefined],
    ["images\\clock.png", "images/clock.png"],
    ["images/Clock.PNG", "images/clock.png"],
    ["clock.png", "images/clock.png"],
    ["images/clok.png", "images/clock.png"],
    ["images/clock.jpg", "images/clock.png"],
    ["images/cafe\u0301.png", "images/caf\u00e9.png"],
    ["images/nothing-like-it.png", undefined],
  ])("is told with the one that was meant: %s", async (src, meant) => {
    await using folder = await tempFolder({
      "images/clock.png": pngPicture(1, 1),
      "images/caf\u00e9.png": pngPicture(1, 1),
      "images/clock.txt": "x",
    });
    const { problems } = await readImages(issueWith(src), folder.path);
    const remedy = meant === undefined ? expect.not.stringContaining("mean") : `Did you mean "${meant}"?`;
    expect(problems).toMatchObject([{ remedy }]);
    expect(problems[0]?.message).not.toContain(folder.path);
  });
});
