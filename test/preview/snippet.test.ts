import { describe, expect, test } from "@jest/globals";
import { snippetOf } from "../../src/preview/mail/snippet.ts";

describe("the snippet of a mail", () => {
  test("is what stands in its body, hidden or not, on one line", () => {
    const html = `<html><head><title>Title</title><style>.a{color:red}</style></head><body>
      <!-- a comment --><div style="display:none">What happened</div><table><tr><td>View&nbsp;in your <a href="#">browser</a></td><td>Hello &amp; welcome &mdash; you</td></tr></table></body></html>`;
    expect(snippetOf(html)).toBe("What happened View in your browser Hello & welcome — you");
  });

  test("keeps the signs that fill a line unseen, and is never long", () => {
    expect(snippetOf(`<body>Short &#847;&zwnj;&nbsp;&#847;</body>`)).toBe("Short \u034f\u200c \u034f");
    expect(snippetOf(`<body>${"words ".repeat(10_000)}</body>`)).toHaveLength(300);
  });
});
