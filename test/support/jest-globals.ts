import type * as Jest from "@jest/globals";

/*
 * What `import … from "@jest/globals"` finds in a test: see ./test-runtime.ts. Jest has other ones for each file of
 * tests, and a module of test/support, which is loaded once, needs those of the file that runs.
 */
type Name = "test" | "describe" | "expect" | "beforeAll" | "beforeEach" | "afterAll" | "afterEach";
export type Globals = Pick<typeof Jest, Name>;

export const test = current("test");
export const describe = current("describe");
export const expect = current("expect");
export const beforeAll = current("beforeAll");
export const beforeEach = current("beforeEach");
export const afterAll = current("afterAll");
export const afterEach = current("afterEach");

/** From here on, until the next file of tests. */
export function handOut(globals: Globals): void {
  handedOut = globals;
}

let handedOut: Globals | undefined;

function current<One extends Name>(name: One): Globals[One] {
  const now = (): Globals[One] => {
    if (handedOut === undefined) throw new Error("This module belongs to a test, and no test runs.");
    return handedOut[name];
  };
  return new Proxy((() => undefined) as unknown as Globals[One], {
    apply: (_target, self, given) => Reflect.apply(now() as (...all: unknown[]) => unknown, self, given),
    get: (_target, key) => Reflect.get(now(), key),
  });
}
