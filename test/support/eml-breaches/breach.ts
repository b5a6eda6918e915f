/**
 * A way to break a rule: what is done to the message without fault, and the sentence that the checker must say then.
 */
export type Breach = readonly [title: string, from: string | RegExp, to: string, fault: string];
