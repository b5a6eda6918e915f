import { resolve } from "node:path";
import type * as z from "zod";
import { domainOf } from "../base/address.ts";
import { type Problem, problem } from "../base/problem.ts";
import { recordName, speaksFor } from "../model/signing-key.ts";
import type { YamlFile } from "../source/yaml/read-yaml.ts";
import type { DkimConfig } from "./config.ts";
import type { dkimShape } from "./dkim-shape.ts";

type Written = z.output<typeof dkimShape>;

/** What is wrong with `dkim` beyond its form. `from` is the address that messages come from. */
export function checkDkim(written: Written, from: string, yaml: YamlFile): readonly Problem[] {
  return written.flatMap((one, index) => {
    const found: Problem[] = [];
    if (!speaksFor(one.domain, from))
      found.push(
        problem(
          yaml.at(["dkim", index, "domain"]),
          "config/dkim-domain",
          `mail from ${from} cannot be signed by ${one.domain}: to receivers that would be a stranger's signature.`,
          `Sign with ${domainOf(from)}, or with a domain above it.`,
        ),
      );
    if (written.findIndex((other) => recordName(other) === recordName(one)) !== index)
      found.push(
        problem(
          yaml.at(["dkim", index, "selector"]),
          "config/same-selector",
          `two keys are published at ${recordName(one)}, where there is room for one.`,
          "Give each a selector of its own.",
        ),
      );
    return found;
  });
}

export function toDkim(written: Written, yaml: YamlFile, root: string): readonly DkimConfig[] {
  return written.map(({ domain, selector, key }, index) => ({
    domain,
    selector,
    key: "file" in key ? { file: resolve(root, key.file) } : key,
    at: yaml.at(["dkim", index, "key"]),
  }));
}
