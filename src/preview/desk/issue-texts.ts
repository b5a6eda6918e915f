import { type Declared, readIssueText } from "../../issue/read-issue.ts";

/** Reads the text of an issue, like `readIssueText`, at a mark of its fingerprint. */
export type ReadTextAt = (
  mark: string,
  ...asked: Parameters<typeof readIssueText>
) => ReturnType<typeof readIssueText>;

/**
 * The texts that were read last are kept: the list of issues and the check of the open one ask for the same at every
 * save.
 */
export function issueTexts(): ReadTextAt {
  const kept = new Map<string, { readonly mark: string; readonly text: ReturnType<typeof readIssueText> }>();
  return (mark, root, file, declared: Declared) => {
    const before = kept.get(file);
    const text = before?.mark === mark ? before.text : readIssueText(root, file, declared);
    kept.delete(file);
    kept.set(file, { mark, text });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return text;
  };
}

/** Texts. */
const mostKept = 20;
