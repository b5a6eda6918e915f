import { describe, expect, test } from "@jest/globals";
import { scanHtml } from "../../src/base/scan-html.ts";
import type { Hosting, Image, ImageFile } from "../../src/model/issue.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import { feature, image, imageFile, issue, sender } from "../support/issue-builder.ts";
import { htmlOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/** An issue with these pictures, each in a feature; `tags` are the attributes of its pictures in the HTML. */
async function rendered(given: {
  readonly pictures: readonly Image[];
  readonly files?: readonly ImageFile[];
  readonly mode?: Hosting;
  readonly siteUrl?: string;
}) {
  const { pictures, files = [], mode, siteUrl = "https://news.example.org" } = given;
  const { edition, assets, problems } = await renderIssue({
    issue: issue({ blocks: pictures.map((one) => feature({ image: one })) }),
    template: await weeklyWith(),
    images: files,
    ...(mode === undefined ? {} : { hosting: mode }),
    sender: sender({ siteUrl }),
  });
  const html = edition === undefined ? "" : htmlOf(edition);
  const tags = scanHtml(html).flatMap((piece) =>
    piece.kind === "tag" && piece.name === "img"
      ? [Object.fromEntries(piece.attributes.map(({ name, value }) => [name, value]))]
      : [],
  );
  return { edition, assets, tags, codes: problems.map(({ code }) => code), problems };
}

const kings = imageFile({ src: "images/Zwei Könige@2x.png", width: 640, height: 480, density: 2 });

describe("a hosted picture", () => {
  const picture = image({ src: kings.src });

  test("is fetched from the site under a name made from its file and its content, and not attached", async () => {
    const { edition, assets, tags } = await rendered({ pictures: [picture], files: [kings], mode: "hosted" });
    const path = expect.stringMatching(/^assets\/zwei-konige-2x-[0-9a-f]{12}\.png$/);
    expect(assets).toEqual([
      {
        path,
        url: `https://news.example.org/${assets[0]?.path}`,
        contentType: "image/png",
        bytes: kings.bytes,
      },
    ]);
    expect(tags).toMatchObject([{ src: assets[0]?.url, alt: "A picture", width: "320" }]);
    expect(edition?.attachments).toEqual([]);
    expect(edition && htmlOf(edition)).not.toContain("cid:");
  });

  test("lies below the folder of a site that is one", async () => {
    const { tags } = await rendered({
      pictures: [picture],
      files: [kings],
      mode: "hosted",
      siteUrl: "https://example.org/news",
    });
    expect(tags[0]?.src).toMatch(/^https:\/\/example\.org\/news\/assets\/zwei-/);
  });

  test("keeps its name while its content is the same, and gets another with another content", async () => {
    const of = async (file: ImageFile) =>
      (await rendered({ pictures: [picture], files: [file], mode: "hosted" })).assets[0]?.path;
    const other = { ...kings, bytes: Buffer.from("another picture") };
    expect(await of({ ...kings })).toBe(await of(kings));
    expect(await of(other)).not.toBe(await of(kings));
  });

  test("is there once for each name, and its ending says what it is", async () => {
    const files = [
      imageFile({ src: "a.png" }),
      imageFile({ src: "日本.JPG", contentType: "image/jpeg" }),
      imageFile({ src: "c/a.png" }),
    ];
    const pictures = [...files, ...files].map(({ src }) => image({ src }));
    const { assets } = await rendered({ pictures, files, mode: "hosted" });
    const names = assets.map(({ path }) => path.replace(/[0-9a-f]{12}/, "hash"));
    expect(names).toEqual(["assets/a-hash.png", "assets/picture-hash.jpg"]);
  });

  test("whose name is no name on a server gets one that is", async () => {
    const files = ["../../etc/passwd.png", "a?b#c&d\"'<.png", "-.png", `${"x".repeat(300)}.png`].map((src) =>
      imageFile({ src }),
    );
    const pictures = files.map(({ src }) => image({ src }));
    const { assets } = await rendered({ pictures, files, mode: "hosted" });
    expect(assets).toHaveLength(4);
    for (const { path } of assets) expect(path).toMatch(/^assets\/[a-z0-9][a-z0-9-]{0,60}\.png$/);
  });
});

describe("an attached picture", () => {
  test("needs nothing on the site", async () => {
    const { edition, assets } = await rendered({ pictures: [image()], files: [imageFile()] });
    expect(assets).toEqual([]);
    expect(edition?.attachments).toHaveLength(1);
  });

  test("is attached once under the first of two names for one content", async () => {
    const files = [imageFile({ src: "a.png" }), imageFile({ src: "b.png" })];
    const pictures = files.map(({ src }) => image({ src }));
    const { edition, tags } = await rendered({ pictures, files });
    expect(edition?.attachments.map(({ filename }) => filename)).toEqual(["a.png"]);
    expect(new Set(tags.map(({ src }) => src)).size).toBe(1);
  });
});

describe("a picture on another machine", () => {
  const src = "https://cdn.example.org/ä b.png?w=600&h=2".replace(" ", "%20");

  test.each(["attached", "hosted"] as const)("stays there when others are %s", async (mode) => {
    const { edition, assets, tags } = await rendered({ pictures: [image({ src, width: 300 })], mode });
    expect(tags).toMatchObject([
      { src: "https://cdn.example.org/%C3%A4%20b.png?w=600&amp;h=2", width: "300", alt: "A picture" },
    ]);
    expect([edition?.attachments, assets]).toEqual([[], []]);
  });
});

describe("the width of a picture", () => {
  test.each([
    ["its own", {}, { width: 300 }, "300"],
    ["half of that for fine screens", {}, { width: 301, density: 2 }, "151"],
    ["what the issue says", { width: 120 }, { width: 300 }, "120"],
    ["at most that of the column", {}, { width: 2000 }, "520"],
  ])("is %s", async (_, given, file, width) => {
    const { tags } = await rendered({ pictures: [image(given)], files: [imageFile(file)] });
    expect(tags[0]?.width).toBe(width);
    expect(tags[0]?.style).toContain("height:auto");
    expect(tags[0]?.style).toContain("width:100%");
  });

  test("and its height in that ratio can be named by a template", async () => {
    const template = await weeklyWith({
      feature: () =>
        '<mj-section><mj-column><mj-image src="{{image.src}}" alt="{{image.alt}}" width="{{image.width}}px" /><mj-text>{{title}} {{body}} {{image.width}}×{{image.height}}{{#if image.height}}{{else}}?{{/if}}</mj-text></mj-column></mj-section>',
    });
    const pictures = [image({ width: 100 }), image({ src: "https://example.org/a.png", width: 50 })];
    const { edition } = await renderIssue({
      issue: issue({ blocks: pictures.map((one) => feature({ image: one })) }),
      template,
      images: [imageFile({ width: 640, height: 480 })],
      sender: sender(),
    });
    const html = edition === undefined ? "" : htmlOf(edition);
    expect(html.includes("100×75")).toBe(true);
    expect(html.includes("50×?")).toBe(true);
  });
});

describe("a picture that does not fit its place", () => {
  const heavy = Buffer.alloc(301 * 1024);

  test("because it has too few pixels is told", async () => {
    const { problems } = await rendered({
      pictures: [image({ width: 400 })],
      files: [imageFile({ width: 300 })],
    });
    expect(problems).toMatchObject([
      {
        code: "render/image-soft",
        severity: "warning",
        at: { line: 22 },
        message: expect.stringContaining("400"),
      },
    ]);
  });

  test("because it has far too many pixels and KB is told", async () => {
    const { problems } = await rendered({
      pictures: [image({ width: 200 })],
      files: [imageFile({ width: 601, bytes: heavy })],
    });
    expect(problems).toMatchObject([{ code: "render/image-heavy", severity: "warning", at: { line: 22 } }]);
  });

  test.each([
    ["three pixels for one", { width: 600, bytes: heavy }],
    ["many pixels in few KB", { width: 3000, height: 10 }],
    ["no more pixels than are shown", { width: 200, bytes: heavy }],
  ])("is not told of %s", async (_, file) => {
    const { codes } = await rendered({ pictures: [image({ width: 200 })], files: [imageFile(file)] });
    expect(codes).toEqual([]);
  });

  test("is measured by the place the template gives it", async () => {
    const file = imageFile({ width: 1560, bytes: heavy });
    expect((await rendered({ pictures: [image()], files: [file] })).codes).toEqual([]);
    const huge = imageFile({ width: 1561, bytes: heavy });
    expect((await rendered({ pictures: [image()], files: [huge] })).codes).toEqual(["render/image-heavy"]);
  });
});
