const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // Curly brackets too: nothing an editor or a reader wrote may look like a merge field to a later program.
  "{": "&#123;",
  "}": "&#125;",
};

/** Makes text safe as HTML text and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'{}]/g, (character) => entities[character] ?? character);
}
