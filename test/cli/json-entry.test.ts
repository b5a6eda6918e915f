import { describe, expect, test } from "@jest/globals";
import { parseJson, withJsonEntry } from "../../src/cli/json-entry.ts";

const schema = { name: "a.json", value: "issues/*.yaml" };
const add = (text: string) => withJsonEntry(text, "yaml.schemas", schema);

describe("An entry in a JSON file with comments", () => {
  test.each([
    ["an empty map", "{}", '{\n  "yaml.schemas": {\n    "a.json": "issues/*.yaml"\n  }\n}'],
    [
      "an empty map on two lines",
      "{\n}\n",
      '{\n  "yaml.schemas": {\n    "a.json": "issues/*.yaml"\n  }\n}\n',
    ],
    [
      "other settings",
      '// mine\n{\n    "editor.tabSize": 4, // four\n}\n',
      '// mine\n{\n    "yaml.schemas": {\n        "a.json": "issues/*.yaml"\n    },\n    "editor.tabSize": 4, // four\n}\n',
    ],
    [
      "other schemas",
      '{\n  /* "yaml.schemas": {} */\n  "x": {"yaml.schemas": {}},\n  "yaml.schemas": { "b": ["c"] }\n}\n',
      '{\n  /* "yaml.schemas": {} */\n  "x": {"yaml.schemas": {}},\n  "yaml.schemas": {\n    "a.json": "issues/*.yaml", "b": ["c"] }\n}\n',
    ],
    ["no other schemas", '{"yaml.schemas": { }}', '{"yaml.schemas": {\n    "a.json": "issues/*.yaml"\n  }}'],
    [
      "nothing but a comment",
      "{ // mine\n}",
      '{\n  "yaml.schemas": {\n    "a.json": "issues/*.yaml"\n  } // mine\n}',
    ],
    [
      "Windows line ends and a byte order mark",
      '\uFEFF{\r\n  "a": 1\r\n}\r\n',
      '\uFEFF{\r\n  "yaml.schemas": {\r\n    "a.json": "issues/*.yaml"\r\n  },\r\n  "a": 1\r\n}\r\n',
    ],
    [
      "texts that look like comments and brackets",
      '{ "u": "https://x/{", "v": "a\\"} // b" }',
      '{\n  "yaml.schemas": {\n    "a.json": "issues/*.yaml"\n  }, "u": "https://x/{", "v": "a\\"} // b" }',
    ],
  ])("joins %s and changes nothing else", (_, before, after) => {
    expect(add(before)).toBe(after);
  });

  test("joins a list, and makes one", () => {
    const name = (text: string) => withJsonEntry(text, "recommendations", { value: "y.z" });
    expect(name('{ "recommendations": ["a.b"] }')).toBe('{ "recommendations": [\n    "y.z","a.b"] }');
    expect(parseJson(name("{}") ?? "")).toEqual({ recommendations: ["y.z"] });
  });

  test.each([
    "",
    "[]",
    "{",
    '{"a": }',
    '{"yaml.schemas": "x"}',
    '{"yaml.schemas": []}',
    '{"a": 1} {"b": 2}',
    "{'a': 1}",
    '{"a": 1 /* never closed }',
    '{"yaml.schemas": {}, "yaml.schemas": {"b": "c"}}',
  ])("is refused in %j", (text) => {
    expect(add(text)).toBeUndefined();
  });
});
