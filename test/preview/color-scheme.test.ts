import { describe, expect, test } from "@jest/globals";
import { inScheme } from "../../src/preview/mail/color-scheme.ts";
import { withPartUrls } from "../../src/message/picture-urls.ts";
import { withAssetUrls } from "../../src/preview/mail/framed-mail.ts";

describe("a colour scheme", () => {
  const sheet = "<style>@media (prefers-color-scheme: dark) { p { color: white } }</style>";

  test("dark makes the author's dark rules count on every machine", () => {
    expect(inScheme(sheet, "dark")).toBe("<style>@media (min-width:0) { p { color: white } }</style>");
  });

  test("light makes them never count", () => {
    expect(inScheme(sheet, "light")).toBe("<style>@media (max-width:0) { p { color: white } }</style>");
  });

  test("keeps the other conditions of a rule", () => {
    const narrow = "<style>@media (max-width:480px) and (prefers-color-scheme:dark) {}</style>";
    expect(inScheme(narrow, "dark")).toBe("<style>@media (max-width:480px) and (min-width:0) {}</style>");
  });

  test("answers a rule for light the other way round", () => {
    const light = "<style>@media (prefers-color-scheme: light) {}</style>";
    expect(inScheme(light, "dark")).toBe("<style>@media (max-width:0) {}</style>");
    expect(inScheme(light, "light")).toBe("<style>@media (min-width:0) {}</style>");
  });

  test("settles what the mail declares to support", () => {
    const declared =
      '<meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; }</style>';
    expect(inScheme(declared, "dark")).toBe(
      '<meta name="color-scheme" content="dark"><style>:root { color-scheme: dark; }</style>',
    );
  });

  test("chooses among the sources of a picture", () => {
    expect(inScheme('<source media="(prefers-color-scheme: dark)" srcset="a.png">', "dark")).toBe(
      '<source media="(min-width:0)" srcset="a.png">',
    );
  });

  test("leaves the words of an issue alone", () => {
    const prose = "<p>Write @media (prefers-color-scheme: dark) and color-scheme: light dark.</p>";
    expect(inScheme(prose, "dark")).toBe(prose);
  });
});

describe("the pictures of a mail", () => {
  const urlOf = (cid: string) => `/part/${encodeURIComponent(cid)}`;

  test("are found in attributes and styles", () => {
    expect(withPartUrls(`<img src="cid:a@b"><td background='cid:c'>`, urlOf)).toBe(
      `<img src="/part/a%40b"><td background='/part/c'>`,
    );
    expect(withPartUrls("<p style=\"background:url('cid:d')\">", urlOf)).toBe(
      "<p style=\"background:url('/part/d')\">",
    );
  });

  test("are not looked for in text", () => {
    expect(withPartUrls("<p>Write cid:a@b to name it.</p>", urlOf)).toBe("<p>Write cid:a@b to name it.</p>");
  });

  test("that will be on the site are shown from here, and others are left where they are", () => {
    const [ours, theirs] = ["https://news.example.org/assets/a-1.png", "https://cdn.example.org/a-1.png"];
    const asset = { path: "assets/a-1.png", url: ours, contentType: "image/png", bytes: Buffer.alloc(1) };
    const markup = (url: string) =>
      `<a href="${ours}">${ours}</a><img src="${url}"><img src="${theirs}"><i style="background:url(${url})">`;
    expect(withAssetUrls(markup(ours), [asset], ({ path }) => `/${path}`)).toBe(markup("/assets/a-1.png"));
  });

  test("cannot smuggle markup in through their names", () => {
    expect(withPartUrls('<img src="cid:a%22%3E%3Cscript%3E">', urlOf)).toBe(
      '<img src="/part/a%22%3E%3Cscript%3E">',
    );
  });
});
