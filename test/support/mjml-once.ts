/*
 * What `import "mjml"` finds in a test: MJML as Node loads it, from ./environment.ts. Jest would load its 700 files anew for
 * each file of tests, which takes a second; it keeps nothing from one use to the next, so the tests of a worker share one.
 */
export default (globalThis as { readonly mjml?: unknown }).mjml;
