/**
 * The text of a template's file with every {{…}} blanked out, character by character, so that places hold. What is left is
 * the MJML and HTML that the template says itself.
 */
export function blanked(text: string): string {
  return text.replace(brackets, (code) => code.replace(/[^\n]/g, blank));
}

/** Stands for each character between curly brackets; occurs in no sound text. */
export const blank = "\0";

const brackets = /\{\{!--[\s\S]*?--\}\}|\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}/g;
