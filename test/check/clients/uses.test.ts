import { describe, expect, test } from "@jest/globals";
import { usesOfMarkup } from "../../../src/check/clients/html-uses.ts";
import { told } from "../../../src/check/clients/told.ts";

const features = (markup: string) => usesOfMarkup(markup).map(({ feature }) => feature);
const inStyle = (declarations: string) => features(`<p style="${declarations}">x</p>`);
const inSheet = (css: string) => features(`<mj-style>${css}</mj-style>`);

/** One use of each feature that is told, as an author would write it. */
const samples: Readonly<Record<string, string>> = {
  "css-display-flex": '<p style="display: flex">',
  "css-display-grid": "<style>p { display: inline-grid }</style>",
  "css-flex-direction": '<p style="flex-direction:column-reverse">',
  "css-flex-wrap": '<p style="flex-wrap:wrap">',
  "css-grid-template": '<p style="grid-template-columns:1fr 1fr">',
  "css-gap": '<p style="column-gap:8px">',
  "css-align-items": '<p style="align-items:center">',
  "css-justify-content": '<p style="justify-content:center">',
  "css-position": '<p style="position:absolute">',
  "css-float": '<img style="float:left" src="a.png">',
  "css-column-count": '<p style="columns:2">',
  "css-transform": '<p style="transform:rotate(3deg)">',
  "css-object-fit": '<img style="object-fit:cover" src="a.png">',
  "css-aspect-ratio": '<img style="aspect-ratio:1" src="a.png">',
  "css-background-image": `<p style="background-image:url('https://a.press/a.png')">`,
  "css-linear-gradient": '<p style="background:linear-gradient(red, blue)">',
  "css-radial-gradient": '<p style="background-image:radial-gradient(red, blue)">',
  "css-conic-gradient": '<p style="background:conic-gradient(red, blue)">',
  "css-visibility": '<p style="visibility:hidden">',
  "css-opacity": '<p style="opacity:0">',
  "css-clip-path": '<p style="clip-path:circle(40%)">',
  "css-mask-image": '<p style="mask-image:url(a.png)">',
  "css-filter": '<p style="filter:invert(1)">',
  "css-mix-blend-mode": '<p style="mix-blend-mode:multiply">',
  "css-writing-mode": '<p style="writing-mode:vertical-rl">',
  "css-white-space": '<p style="white-space:pre-wrap">',
  "css-margin": '<p style="margin:0 -8px">',
  "css-margin-inline-block": '<p style="margin-inline:8px">',
  "css-margin-inline-start-end": '<p style="margin-inline-start:8px">',
  "css-margin-block-start-end": '<p style="margin-block-end:8px">',
  "css-padding-inline-block": '<p style="padding-block:8px">',
  "css-padding-inline-start-end": '<p style="padding-inline-end:8px">',
  "css-padding-block-start-end": '<p style="padding-block-start:8px">',
  "css-border-inline-block": '<p style="border-inline:1px solid red">',
  "css-border-inline-block-individual": '<p style="border-inline-start:1px solid red">',
  "css-block-inline-size": '<p style="inline-size:80px">',
  "css-variables": '<p style="color:var(--ink)">',
  "css-unit-calc": '<p style="width:calc(100% - 8px)">',
  "css-function-clamp": '<p style="font-size:clamp(14px, 50%, 20px)">',
  "css-function-min": '<p style="width:min(100%, 20px)">',
  "css-function-max": '<p style="width:max(100%, 20px)">',
  "css-function-light-dark": '<p style="color:light-dark(#000, #fff)">',
  "css-modern-color": '<mj-text color="oklch(60% 0.1 20)">',
  "css-rgba": '<mj-section background-color="rgba(0,0,0,.5)">',
  "css-rgb": '<p style="color:rgb(0 0 0 / 50%)">',
  "css-unit-rem": '<mj-text font-size="1.2rem">',
  "css-unit-ch": '<p style="width:60ch">',
  "css-unit-vw": '<p style="width:60vw">',
  "css-unit-vh": '<p style="height:60vh">',
  "css-unit-vmin": '<p style="width:60vmin">',
  "css-unit-vmax": '<p style="width:60vmax">',
  "css-intrinsic-size": '<p style="width:fit-content">',
  "css-at-import": "<style>@import url(https://a.press/a.css); p { color: red }</style>",
  "css-nesting": "<style>p { a { color: red } }</style>",
  "css-pseudo-element-before": "<style>p::before { content: '§' }</style>",
  "css-pseudo-element-after": "<style>p:after { content: '§' }</style>",
  "css-pseudo-class-checked": "<style>input:checked + p { display: block }</style>",
  "css-pseudo-class-target": "<style>p:target { display: block }</style>",
  "css-pseudo-class-has": "<style>p:has(img) { color: red }</style>",
  "html-anchor-links": '<a href="#end">',
  "html-audio": "<audio>",
  "html-background": '<td background="a.png">',
  "html-button-submit": "<button>",
  "html-dialog": "<dialog>",
  "html-form": "<form>",
  "html-hidden": "<p hidden>",
  "html-image-maps": '<img src="a.png" usemap="#a">',
  "html-input-checkbox": '<input type="checkbox">',
  "html-input-hidden": '<input type="hidden">',
  "html-input-radio": '<input type="radio">',
  "html-input-reset": '<input type="reset">',
  "html-input-submit": '<input type="submit">',
  "html-input-text": '<input type="email">',
  "html-link": '<link rel="stylesheet" href="https://a.press/a.css">',
  "html-meter": "<meter>",
  "html-object": "<object>",
  "html-popover": "<div popover>",
  "html-progress": "<progress>",
  "html-ruby": "<ruby>",
  "html-select": "<select>",
  "html-svg": "<svg>",
  "html-textarea": "<textarea>",
  "html-video": "<video>",
  "image-apng": '<img src="a.apng">',
  "image-avif": '<img src="a.avif">',
  "image-base64": '<img src="data:image/png;base64,AA==">',
  "image-bmp": '<img src="a.bmp">',
  "image-heif": '<img src="a.HEIC?x=1">',
  "image-ico": '<img src="a.ico">',
  "image-mp4": '<img src="a.mp4">',
  "image-svg": '<mj-image src="a.svg">',
  "image-tiff": '<img src="a.tif">',
  "image-webp": '<img src="https://a.press/a.webp#x">',
};

describe("what is told", () => {
  test("is found where an author uses it, each feature alone", () => {
    for (const [feature, markup] of Object.entries(samples))
      expect({ markup, features: features(markup) }).toEqual({ markup, features: [feature] });
    expect(Object.keys(samples).sort()).toEqual(Object.keys(told).sort());
  });

  test("is said in words that fit into a sentence", () => {
    for (const { sees, instead } of Object.values(told)) {
      expect(sees).toMatch(/^(?:do not )?(?:see|hear|click|press|cannot|send)\b.*[^.]$/);
      expect(instead).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("what is not told", () => {
  test("is what only makes a mail plainer, or is as good as not there", () => {
    const harmless = [
      "border-radius:4px;box-shadow:0 0 4px #000;text-wrap:balance",
      "display:inline-block;position:relative;float:none;visibility:visible;opacity:0.5;transform:none",
      "margin:0 auto;margin-top:8px;white-space:nowrap;color:rgb(0, 0, 0);min-width:0;max-width:100%",
      "font-family:Remington, 'Searchlight';color:#1ch",
    ];
    for (const style of harmless)
      expect({ style, features: inStyle(style) }).toEqual({ style, features: [] });
    expect(inSheet('p:after { content: "\\2002" } a::before { content: none }')).toEqual([]);
    expect(
      features('<mj-text css-class="rem 2rem" font-size="16px"><b>2rem of var(--x)</b></mj-text>'),
    ).toEqual([]);
    expect(features('<link rel="icon" href="a.ico"><a href="#">x</a><img src="a.png">')).toEqual([]);
  });

  test("stands inside of a condition, which is for those who understand it", () => {
    const flex = ".a { display: flex; width: calc(1px) } .b { .c { gap: 1px } }";
    expect(inSheet(`@media (min-width: 480px) { ${flex} } @supports (gap: 1px) { ${flex} }`)).toEqual([]);
    expect(inSheet(`@media print { a { color: red } } ${flex}`)).toEqual([
      "css-display-flex",
      "css-unit-calc",
      "css-nesting",
      "css-gap",
    ]);
  });

  test("has something plain before it for the same property", () => {
    expect(inStyle("width:200px;width:min(100%, 200px)")).toEqual([]);
    expect(inStyle("background-color:#eee;background:linear-gradient(red, blue)")).toEqual([]);
    expect(inStyle("background-color:#eee;background-image:url(a.png)")).toEqual([]);
    expect(inStyle("width:min(100%, 200px);width:200px")).toEqual(["css-function-min"]);
    expect(inStyle("height:200px;width:min(100%, 200px)")).toEqual(["css-function-min"]);
  });

  test("stands in a comment, for Outlook alone or for nobody", () => {
    expect(features('<!--[if mso]><p style="display:flex">x</p><![endif]--><!-- <svg> -->')).toEqual([]);
    expect(inSheet("/* p { display: flex } */ a { color: red /* gap: 1px; */ }")).toEqual([]);
  });
});

test("what is hidden from Outlook is known to be", () => {
  const uses = usesOfMarkup(
    "<svg></svg><!--[if !mso]><!--><svg></svg><!--<![endif]--><video></video><!--[if mso]>x<![endif]--><form>",
  );
  expect(uses.map(({ feature, hiddenFromOutlook }) => [feature, hiddenFromOutlook])).toEqual([
    ["html-svg", false],
    ["html-svg", true],
    ["html-video", false],
    ["html-form", false],
  ]);
});

test("places are those of the text, whatever stands before", () => {
  const markup = `<mj-style>\n  /* a */ a { color: red }\n  p { color: blue;\n gap: 1px }\n</mj-style>\n<p title='a > b' style="color:red;gap:2px">`;
  expect(usesOfMarkup(markup).map(({ index }) => markup.slice(index, index + 8))).toEqual([
    "gap: 1px",
    'gap:2px"',
  ]);
});

test("a broken sheet is read as it stands, to its end, and one that is made to hurt too", () => {
  expect(inSheet("p { color: red; a } } } b { gap: 1px")).toEqual([]);
  expect(
    inSheet('p { content: "it\'s } ; { }"; background: url(data:image/png;base64,x;y); gap: 1px }'),
  ).toEqual(["css-gap"]);
  expect(inSheet("p { width: calc(1px; gap: 1px } b { gap: 1px }")).toEqual(["css-unit-calc", "css-gap"]);
  const long = 200_000;
  for (const piece of [
    "(",
    "{",
    "a{",
    "}",
    '"',
    "'",
    "/*",
    ";a:b",
    "@media ",
    ".",
    "\\a0 ",
    "a:rgb( ",
    "gap:1px;",
  ])
    expect(inSheet(`p { content: "${piece}"; x: ${piece.repeat(long / piece.length)}`)).toEqual(
      expect.any(Array),
    );
  expect(inSheet(`p:after { content: "${"\\a0 ".repeat(long / 5)}x" }`)).toEqual([
    "css-pseudo-element-after",
  ]);
  expect(inSheet(`p { ${"gap:1px;".repeat(long / 8)} }`)).toHaveLength(long / 8);
});
