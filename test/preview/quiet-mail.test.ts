import { expect, test } from "@jest/globals";
import { quietMail } from "../../src/preview/export/quiet-mail.ts";

test("A mail in an export has its policy before everything else, and links that lead nowhere", () => {
  const mail = quietMail(
    `<script>1</script><!doctype html><html lang="de"><body><a class='x "y"' target=_top ping="https://a.example.org" HREF='https://example.org/?a=1&amp;b="2"'>on</a><map><area href=//example.org></map><a name=here>here</a></body></html>`,
    "on",
  );
  expect(mail).toMatch(
    /^<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; /,
  );
  expect(mail).toContain(
    `<a class="x &quot;y&quot;" href="#" target="_blank" title="https://example.org/?a=1&amp;b=&quot;2&quot;" data-leads-to="https://example.org/?a=1&amp;b=&quot;2&quot;">on</a>`,
  );
  expect(mail).toContain(
    `<area href="#" target="_blank" title="//example.org" data-leads-to="//example.org">`,
  );
  expect(mail).toContain("<a name=here>here</a>");
  expect(mail).not.toMatch(/ping|_top/);
  expect(quietMail("<p>", "off")).toContain("img-src 'none'");
});
