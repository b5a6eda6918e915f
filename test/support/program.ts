import { compiledFolder } from "../../build/places.ts";

/** What a test starts when it starts Letterpress: what is published, made anew before all tests. */
export { entry, root } from "../../build/places.ts";

/** The environment with which it starts: what one process has compiled, the next ones need not compile again. */
export const compiled = { NODE_COMPILE_CACHE: compiledFolder };
