import { describe, expect, test } from "@jest/globals";
import { escapeHtml } from "../../src/base/html.ts";

describe("text that becomes HTML", () => {
  test.each([
    ["<script>", "&lt;script&gt;"],
    ['" onload="x', "&quot; onload=&quot;x"],
    ["' onload='x", "&#39; onload=&#39;x"],
    ["AT&T &amp; more", "AT&amp;T &amp;amp; more"],
    ["{{ x }}", "&#123;&#123; x &#125;&#125;"],
    ["Zalán 😀 مرحبا", "Zalán 😀 مرحبا"],
    ["", ""],
  ])("%j is written %s", (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });
});
