import { parseEnv } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { parseEnvText } from "../../src/cli/parse-env.ts";

const pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE'\n-----END PRIVATE KEY-----";

describe("A file .env is read as Node reads it,", () => {
  test.each([
    ["without a line", "", {}],
    [
      "with comments, one of which has a quote",
      "# it's A='\n# nor B='\nC='c' # it's here\nD=d\n",
      { C: "c", D: "d" },
    ],
    [
      "with any quotes or none",
      'A=\'a "b" `c`\'\nB="it\'s"\nC=`it\'s "c"`\nD=it\'s\n',
      { A: 'a "b" `c`', B: "it's", C: 'it\'s "c"', D: "it's" },
    ],
    ["with nothing between them", "A=''\nB=\nC='c'", { A: "", B: "", C: "c" }],
    [
      "with a key over several lines, whose lines have =",
      `KEY="${pem}=="\nB='b'\n`,
      { KEY: `${pem}==`, B: "b" },
    ],
    [
      "with comments behind values without quotes, and # between quotes",
      "A=a # it's here #1\nB= # nothing\nC=# nothing\nD='#d#'\n# E=e#e\nF=f\t#f\n",
      { A: "a", B: "", C: "", D: "#d#", F: "f" },
    ],
    [
      "with # in a line of a key, and none of its own",
      "KEY='one\nA=b#c\n'\nB=\n#C=c#c\n",
      { KEY: "one\nA=b#c\n", B: "" },
    ],
    ["with a comment right behind a value", "A='a'#b\nB=b\n", { A: "a", B: "b" }],
    [
      "with a word for shells, and the line ends of Windows",
      "export A = 'a'\r\nB='b'\r\n",
      { A: "a", B: "b" },
    ],
  ])("%s", (_, text, values) => {
    expect(parseEnvText(text)).toEqual(values);
    expect({ ...parseEnv(text) }).toEqual(values);
  });
});

test("The mark with which Notepad begins a file is no part of its first name", () => {
  expect(parseEnvText("\uFEFFA='a'\n")).toEqual({ A: "a" });
});

describe("Half a value is never taken for the whole:", () => {
  test.each([
    ["a quote inside", "A='it's x7Q'\n", 1, "goes on behind the second '"],
    [
      "a quote inside, and one at the end",
      "# of the relay\nA='a'\nB='it's'\n",
      3,
      "goes on behind the second '",
    ],
    ["a quote inside, with # behind it", "A='x7Q'#x7Q'\n", 1, "goes on behind the second '"],
    ["no end, and a value behind it", "\nA='x7Q\nB='y'\n", 2, "goes on behind the second '"],
    ["no end in the file", 'A="x7Q\nB=b\n', 1, 'begins a value with " that does not end'],
    ["# inside, without quotes", "A='a'\nB=it#x7Q\n", 2, "has a # in a value without quotes"],
    ["# at its beginning, without quotes", "A=#x7Q\n", 1, "has a # in a value without quotes"],
    ["# at its beginning, behind a space", "A = #x7Q\n", 1, "has a # in a value without quotes"],
    ["# inside, and a comment behind it", "A=a b#x7Q # c\n", 1, "has a # in a value without quotes"],
    ["no end on the last line", "A='a'\r\nB=`x7Q", 2, "begins a value with ` that does not end"],
  ])("%s", (_, text, line, says) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({
      code: "config/env-file",
      message: expect.stringContaining(`Line ${line} of the file .env ${says}`),
    });
    expect(JSON.stringify({ ...(fault as Error), said: String(fault) })).not.toContain("x7Q");
  });

  test("the error names the quotes that would do", () => {
    expect(faultOf("A='it's x'")).toMatchObject({
      remedy: "Write a value that has ' in it between \" or `, and a comment behind #.",
    });
  });
});

test("A password with # works between quotes, as the error says", () => {
  expect(faultOf("A=a#b")).toMatchObject({ remedy: expect.stringContaining("between ' and '") });
  expect(parseEnvText("A='a#b'")).toEqual({ A: "a#b" });
});

function faultOf(text: string): unknown {
  try {
    return parseEnvText(text);
  } catch (fault) {
    return fault;
  }
}
