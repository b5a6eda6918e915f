import { type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { YamlFile } from "../source/yaml/read-yaml.ts";
import type { ServiceConfig } from "./config.ts";
import { withoutGaps } from "./without-gaps.ts";

interface Written {
  readonly lists: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly service: WrittenService;
}

type WrittenService = Omit<ServiceConfig, "template" | "welcome" | "form" | "confirmWithinMs"> & {
  readonly confirmWithin: number;
  readonly template?: string | undefined;
  readonly welcome?: ServiceConfig["welcome"] | undefined;
  readonly form: Omit<ServiceConfig["form"], "lists"> & { readonly lists?: readonly string[] | undefined };
};

/** The form can only ask for what is declared. */
export function checkService(
  { lists, fields, service: { form } }: Written,
  yaml: YamlFile,
): readonly Problem[] {
  const asked = [
    { what: "list", names: form.lists ?? [], known: Object.keys(lists), path: "lists" },
    { what: "field", names: form.fields, known: Object.keys(fields), path: "fields" },
  ];
  return asked.flatMap(({ what, names, known, path }) =>
    names.flatMap((name, index) =>
      known.includes(name)
        ? []
        : [
            problem(
              yaml.at(["service", "form", path, index]),
              "config/unknown-name",
              `"${name}" is not a ${what} of this newsletter.`,
              didYouMean(name, known),
            ),
          ],
    ),
  );
}

export function toService(written: WrittenService): ServiceConfig {
  const { template, welcome, form, confirmWithin: confirmWithinMs, ...others } = written;
  const { lists, ...rest } = form;
  return {
    ...others,
    confirmWithinMs,
    ...withoutGaps({ template, welcome }),
    form: { ...rest, ...withoutGaps({ lists }) },
  };
}
