import { describe, expect, test } from "@jest/globals";
import { parseMetrics } from "./prometheus.ts";

const head = "# HELP a_b What it is.\n# TYPE a_b gauge\n";

describe("The reader of Prometheus's text format", () => {
  test("reads labels with every escape", () => {
    expect(parseMetrics(`${head}a_b{x="1 \\"2\\" \\\\ \\n",y=""} 1.5\na_b -3e2\n`)).toEqual([
      { name: "a_b", labels: { x: '1 "2" \\ \n', y: "" }, value: 1.5 },
      { name: "a_b", labels: {}, value: -300 },
    ]);
  });

  test.each([
    ["no end of the line", `${head}a_b 1`],
    ["a sample without TYPE", "# HELP a_b What.\na_b 1\n"],
    ["TYPE before HELP", "# TYPE a_b gauge\n# HELP a_b What.\na_b 1\n"],
    ["a sample of another metric", `${head}a_c 1\n`],
    ["a metric twice", `${head}a_b 1\n${head}`],
    ["a series twice", `${head}a_b{x="1",y="2"} 1\na_b{y="2",x="1"} 2\n`],
    ["a label twice", `${head}a_b{x="1",x="2"} 1\n`],
    ["an unknown escape", `${head}a_b{x="\\t"} 1\n`],
    ["a bare quote", `${head}a_b{x="a"b"} 1\n`],
    ["a name with a hyphen", `${head}a-b 1\n`],
    ["a value that is no number", `${head}a_b one\n`],
    ["an empty line", `${head}\na_b 1\n`],
  ])("refuses %s", (_, text) => {
    expect(() => parseMetrics(text)).toThrow();
  });
});
