import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { collapse } from "../../src/render/mjml/collapse.ts";
import { compileMjml } from "../../src/render/mjml/mjml.ts";

describe("MJML", () => {
  test("is not loaded by a command that only imports the renderer", async () => {
    const script = `
      import { createRequire } from "node:module";
      await import("./src/render/render-issue.ts");
      const loaded = Object.keys(createRequire(import.meta.url)("node:module")._cache);
      console.log(loaded.filter((file) => /[\\\\/]mjml/.test(file)).length);
    `;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
    expect(stdout.trim()).toBe("0");
  });

  test("tells the line of every fault", async () => {
    const compiled = await compileMjml(
      "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-body>\n<mj-section>\n<mj-text>a</mj-text>\n</mj-section></mj-body></mjml>",
    );
    expect(compiled).toMatchObject({ status: "faulty", faults: [{ line: 3, tag: "mj-text" }] });
  });

  test.each(["", "<mjml></mjml>", "text", "<p>x</p>"])(
    "has a fault and does not throw for %j",
    async (source) => {
      const compiled = await compileMjml(source);
      expect(compiled.status).toBe("faulty");
    },
  );

  test("loses no white space that a reader sees when it is collapsed", () => {
    const html =
      "  <p>\n    one\n\n    <!--[if mso | IE]>\n  <i>\n  <![endif]--> two\u00a0three \n\u00a0 four</p>\n";
    expect(collapse(html)).toBe(
      "<p>\none\n<!--[if mso | IE]>\n<i>\n<![endif]--> two\u00a0three\n\u00a0 four</p>",
    );
  });
});
