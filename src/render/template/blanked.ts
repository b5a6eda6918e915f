/**
 * The text of a template's file with every {{…}} blanked out, character by character, so that places hold. What is left
 * is the MJML and HTML that the template says itself.
 */
export function blanked(text: string): string {
  return replaced(text, "{{", blank);
}

/** The same for its {{! comments }} alone, with spaces. */
export function withoutComments(text: string): string {
  return replaced(text, "{{!", " ");
}

/** Stands for each character between curly brackets; occurs in no sound text. */
export const blank = "\0";

/** In one pass: for a regular expression, a file of opening brackets would take minutes. */
function replaced(text: string, opening: string, by: string): string {
  let whole = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf(opening, from);
    const closing = text.startsWith("{{!--", start) ? "--}}" : text.startsWith("{{{", start) ? "}}}" : "}}";
    const end = start === -1 ? -1 : text.indexOf(closing, start);
    if (end === -1) return whole + text.slice(from);
    const behind = end + closing.length;
    whole += text.slice(from, start) + text.slice(start, behind).replace(/[^\n]/g, by);
    from = behind;
  }
}
