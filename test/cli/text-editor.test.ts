import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { textEditorOf } from "../../src/cli/text-editor.ts";
import { tempFolder } from "../support/temp-folder.ts";

const at = { file: "/news/issues/one two.yaml", line: 12, column: 5 };

/** A program with that name, which writes its arguments beside itself; `said` resolves to them once it has run. */
async function program(folder: string, name: string) {
  const path = join(folder, name);
  const note = `${path}.note`;
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "${note}.new"\nmv "${note}.new" "${note}"\n`);
  await chmod(path, 0o755);
  const said = async (): Promise<readonly string[]> => {
    for (;;) {
      const text = await readFile(note, "utf8").catch(() => undefined);
      if (text !== undefined) return text.trimEnd().split("\n");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { path, said };
}

describe("the text editor", () => {
  test.each([
    ["code", "", ["--goto", "/news/issues/one two.yaml:12:5"]],
    ["subl", " --new-window", ["--new-window", "/news/issues/one two.yaml:12:5"]],
    ["gvim", "", ["+12", "/news/issues/one two.yaml"]],
    ["idea", "", ["--line", "12", "--column", "5", "/news/issues/one two.yaml"]],
    ["pen", "", ["/news/issues/one two.yaml:12:5"]],
    ["quill", " -l {line} --at={column} {file}", ["-l", "12", "--at=5", "/news/issues/one two.yaml"]],
  ])("%s is told the line in its own way", async (name, options, expected) => {
    await using folder = await tempFolder();
    const { path, said } = await program(folder.path, name);
    const editor = textEditorOf(path + options, {});
    expect(await editor?.open(at)).toBe("opened");
    expect(await said()).toEqual(expected);
    expect(editor?.name).toBe(name);
  });

  test("is $VISUAL, or else $EDITOR, when it has a window of its own", () => {
    expect(textEditorOf(undefined, { VISUAL: "/usr/bin/zed", EDITOR: "code" })?.name).toBe("zed");
    expect(textEditorOf(undefined, { VISUAL: "vim", EDITOR: "code --wait" })?.name).toBe("code");
    expect(textEditorOf(undefined, { EDITOR: "nano" })).toBeUndefined();
    expect(textEditorOf(undefined, { EDITOR: "constructor" })).toBeUndefined();
    expect(textEditorOf(undefined, {})).toBeUndefined();
  });

  test("says so when there is no such program", async () => {
    expect(await textEditorOf("/no/such/editor", {})?.open(at)).toBe("not-found");
  });
});
