import { describe, expect, test } from "@jest/globals";
import { inScheme } from "../../src/preview/mail/color-scheme.ts";
import { forcedDark } from "../../src/preview/mail/forced-dark.ts";
import { invertedColors } from "../../src/preview/mail/inverted-colors.ts";

const inside = (markup: string, force: "partly" | "fully") =>
  forcedDark(`<head></head>${markup}`, force).replace(/^<head><style>[^<]*<\/style><\/head>/, "");

describe("a forced inversion", () => {
  test("makes white nearly black and black nearly white, and keeps a hue", () => {
    expect(invertedColors("#ffffff", "ground", "fully")).toBe("hsla(0,0%,7%,1)");
    expect(invertedColors("black", "ink", "fully")).toBe("hsla(0,0%,93%,1)");
    expect(invertedColors("rgba(0, 0, 255, .5)", "ink", "fully")).toMatch(/^hsla\(240,100%,50%,0\.5\)$/);
    expect(invertedColors("hsl(120 100% 25%)", "ink", "partly")).toMatch(/^hsla\(120,\d+/);
    // Cream is no yellow: there is hardly more colour in it than in white.
    expect(invertedColors("#fffdf8", "ground", "fully")).toMatch(/^hsla\(43,1\d(?:\.\d)?%,8\.\d%,1\)$/);
  });

  test("in part leaves what is dark already, and its light words", () => {
    const button = '<a style="background-color:#9c2f1b;color:#fff;border:1px solid #000">Go</a>';
    expect(inside(button, "partly")).toBe(
      '<a style="background-color:#9c2f1b;color:#fff;border:1px solid hsla(0,0%,93%,1)">Go</a>',
    );
    expect(inside(button, "fully")).not.toMatch(/#9c2f1b|#fff/);
  });

  test("turns attributes and style sheets, and nothing that only looks like a colour", () => {
    const kept = [
      '<a href="#fff" title="white">white #000</a>',
      '<td style="background-image:url(#fff/white.png);width:100px" class="black"></td>',
      "<!-- <td bgcolor='#ffffff'> -->",
      "<style>#abc .white{width:1px}</style>",
    ].join("");
    expect(inside(kept, "fully")).toBe(kept);
    expect(inside('<td bgcolor="#FFFFFF"><font color=black>', "fully")).toBe(
      '<td bgcolor="hsla(0,0%,7%,1)"><font color=hsla(0,0%,93%,1)>',
    );
    expect(inside("<style>@media (min-width:1px){.a{color:#000}}</style>", "partly")).toBe(
      "<style>@media (min-width:1px){.a{color:hsla(0,0%,93%,1)}}</style>",
    );
  });

  test("takes no notice of the dark colours of the author", () => {
    const markup = "<head><style>@media (prefers-color-scheme: dark){.a{color:red}}</style></head>";
    for (const force of ["partly", "fully"] as const)
      expect(inScheme(markup, force)).toContain("@media (max-width:0)");
  });
});
