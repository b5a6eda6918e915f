type WithoutGaps<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

/** The same value without keys that are undefined. */
export function withoutGaps<Value extends object>(value: Value): WithoutGaps<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as WithoutGaps<Value>;
}
