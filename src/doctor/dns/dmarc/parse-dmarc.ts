export const policies = ["none", "quarantine", "reject"] as const;
export type DmarcPolicy = (typeof policies)[number];

/** A DMARC record (RFC 9989 section 4.7). */
export interface DmarcRecord {
  readonly text: string;
  readonly p?: DmarcPolicy;
  /** For subdomains. */
  readonly sp?: DmarcPolicy;
  /** For subdomains that do not exist. */
  readonly np?: DmarcPolicy;
  /** `y`: a domain below which others register theirs; `n`: an organisation begins here; `u`: the walk tells. */
  readonly psd: "y" | "n" | "u";
  /** The policy is one step milder while it is tried out. */
  readonly isTesting: boolean;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  readonly rua: readonly string[];
  /** What is written and means nothing. */
  readonly faults: readonly string[];
}

/** Tags that RFC 9989 took away, with the value that changed nothing even before: many still write it. */
const goneTags = { pct: "100", rf: "afrf", ri: "86400" } as const;

/**
 * Undefined for a text that is no record: `v=DMARC1` has to come first, and a tag that stands twice makes the list void
 * (RFC 6376 section 3.2). What is wrong behind the version is ignored (RFC 9989 section 4.7), and told.
 */
export function parseDmarc(text: string): DmarcRecord | undefined {
  if (!/^[vV]\s*=\s*DMARC1\s*(?:;|$)/.test(text)) return undefined;
  const faults: string[] = [];
  const tags = readableTags(text, faults);
  if (tags === undefined) return undefined;
  const policy = (tag: string): DmarcPolicy | undefined => {
    const written = tags.get(tag)?.toLowerCase();
    const known = policies.find((one) => one === written);
    if (written !== undefined && known === undefined) faults.push(`${tag}=${written} is no policy`);
    return known;
  };
  const strict = (tag: string) => {
    const written = tags.get(tag)?.toLowerCase();
    if (written !== undefined && written !== "r" && written !== "s")
      faults.push(`${tag}=${written} is neither r nor s`);
    return written === "s";
  };
  const gone = Object.entries(goneTags)
    .filter(([tag, usual]) => (tags.get(tag)?.toLowerCase() ?? usual) !== usual)
    .map(([tag]) => tag);
  const [p, sp, np] = [policy("p"), policy("sp"), policy("np")];
  const record = { strictDkim: strict("adkim"), strictSpf: strict("aspf") };
  const rua = (tags.get("rua") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  for (const uri of rua)
    if (!/^mailto:[^@\s]+@[^@\s]+$/i.test(uri)) faults.push(`rua=${uri} is no mailto: address`);
  if (gone.length > 0)
    faults.push(`${gone.join(", ")} no longer ${gone.length === 1 ? "means" : "mean"} anything (RFC 9989)`);
  const psd = tags.get("psd")?.toLowerCase();
  return {
    text,
    ...(p === undefined ? {} : { p }),
    ...(sp === undefined ? {} : { sp }),
    ...(np === undefined ? {} : { np }),
    psd: psd === "y" || psd === "n" ? psd : "u",
    isTesting: tags.get("t")?.toLowerCase() === "y",
    ...record,
    rua,
    faults,
  };
}

function readableTags(text: string, faults: string[]): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  for (const part of text.split(";").map((one) => one.trim())) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(0, at)).trim().toLowerCase();
    if (tags.has(name)) return undefined;
    if (/^[a-z]\w*$/.test(name)) tags.set(name, part.slice(at + 1).trim());
    else faults.push(`"${part}" is no tag`);
  }
  return tags;
}
