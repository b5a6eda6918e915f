import { describe, expect, test } from "@jest/globals";
import { neededDeclarations } from "../../build/declarations/needed-declarations.ts";

/** Declarations as tsc writes them. */
const texts = {
  "index.d.ts": `/** What programs may build on. */
export { type Store, openStore } from "./store/store.ts";
export type { Event } from "./event.ts";
`,
  "store/store.d.ts": `import type { Kysely } from "kysely";
import { type Clock, readClock } from "../base/clock.ts";
import type { Tables } from "./tables.ts";
/** Subscribers. */
export interface Store {
    readonly file: string;
    close(): Promise<void>;
}
/** Opens it, \`Tables\` and all. */
export declare function openStore(options: {
    readonly file: string;
    readonly clock?: Clock;
}): Promise<Store>;
export declare function rowsOf(db: Kysely<Tables>): number;
`,
  "store/tables.d.ts":
    'import type { Generated } from "kysely";\nexport interface Tables { readonly id: Generated<number>; }\n',
  "base/clock.d.ts": `export type Instant = number;
/** What time it is. */
export type Clock = () => Instant;
export declare function readClock(): Instant;
`,
  "event.d.ts": `export type Event = 
/** Before the first message. */
{
    readonly type: "started";
    readonly at: import("./base/clock.ts").Instant;
}
/** At the end. */
 | {
    readonly type: Ending;
};
declare const endings: readonly ["finished", "paused"];
type Ending = (typeof endings)[number];
export {};
`,
};

describe("the declarations of the package", () => {
  test("are those that its door names, and what they name, with their comments", () => {
    expect(Object.fromEntries(neededDeclarations(new Map(Object.entries(texts))))).toEqual({
      "index.d.ts": `export { Store, openStore } from "./store/store.ts";
export { Event } from "./event.ts";
`,
      "store/store.d.ts": `import type { Clock } from "../base/clock.ts";
/** Subscribers. */
export interface Store {
    readonly file: string;
    close(): Promise<void>;
}
/** Opens it, \`Tables\` and all. */
export declare function openStore(options: {
    readonly file: string;
    readonly clock?: Clock;
}): Promise<Store>;
`,
      "base/clock.d.ts": `export type Instant = number;
/** What time it is. */
export type Clock = () => Instant;
`,
      "event.d.ts": texts["event.d.ts"].replace("export {};\n", ""),
    });
  });

  test("that name a package are refused, because nobody has it", () => {
    const leaky = { ...texts, "index.d.ts": 'export { rowsOf } from "./store/store.ts";\n' };
    expect(() => neededDeclarations(new Map(Object.entries(leaky)))).toThrow(
      "dist/types/store/store.d.ts names the package kysely, which nobody has who installs Letterpress; keep it out of what src/index.ts exports, or mark it @internal.",
    );
  });
});
