/*
 * Who registered a domain nobody can tell by its name, and no list of such names is kept here. Two ideas stand in for
 * it: the end that names share, which is told to people, and whether they have one, which is judged by.
 */

/** The longest name that all of these domains end in, of two labels or more; undefined when there is none. */
export function sharedDomain(domains: readonly string[]): string | undefined {
  const [first = [], ...others] = domains.map((domain) => domain.split(".").reverse());
  let count = 0;
  while (count < first.length && others.every((labels) => labels[count] === first[count])) count += 1;
  return count >= 2 ? first.slice(0, count).toReversed().join(".") : undefined;
}

/**
 * Whether two domains are taken for one owner's: `docs.example.org` and `example.org`, or `a.example.org` and
 * `b.example.org`.
 */
export function isOneOwner(one: string, other: string): boolean {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  const isBelow = first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
  return first === second || isBelow || sharedDomain([first, second]) !== undefined;
}
