import type * as z from "zod";
import { type Problem, problem } from "../base/problem.ts";
import type { PaceRules, RelayPace } from "../model/pace.ts";
import type { YamlFile } from "../source/yaml/read-yaml.ts";
import type { paceShape, relayPaceShape } from "./pace-shape.ts";
import { withoutGaps } from "./without-gaps.ts";

type Written = z.output<typeof paceShape>;

/** Which limit a reader's message passes must not be a question. */
export function checkPace({ domains: groups = [] }: Written, yaml: YamlFile): readonly Problem[] {
  const seen = new Set<string>();
  return groups.flatMap(({ domains }, group) =>
    domains.flatMap((domain, index) => {
      if (!seen.has(domain)) {
        seen.add(domain);
        return [];
      }
      const place = yaml.at(["pace", "domains", group, "domains", index]);
      const message = `"${domain}" is named a second time among the domains with a pace.`;
      return [problem(place, "config/same-domain", message, "Leave it in one group only.")];
    }),
  );
}

export function toPaceRules(
  { domains, ...all }: Written,
  relays: readonly {
    readonly name: string;
    readonly pace?: z.output<typeof relayPaceShape> | undefined;
    readonly warmUp?: readonly number[] | undefined;
  }[],
): PaceRules {
  const limited = relays.flatMap(({ name, pace, warmUp }): readonly (readonly [string, RelayPace])[] =>
    pace === undefined && warmUp === undefined ? [] : [[name, withoutGaps({ ...pace, warmUp })]],
  );
  return {
    ...withoutGaps(all),
    ...(domains === undefined
      ? {}
      : { domains: domains.map((group) => ({ ...withoutGaps(group), domains: group.domains })) }),
    ...(limited.length === 0 ? {} : { relays: Object.fromEntries(limited) }),
  };
}
