/**
 * Whether the words of a link say nothing of where it leads: who listens to a mail goes from link to link, and hears
 * only these.
 */
export function isGeneric(words: string): boolean {
  return generic.has(
    words
      .replace(/\s+/g, " ")
      .replace(/[.!…»>→:]+\s*$/u, "")
      .trim()
      .toLowerCase(),
  );
}

const generic: ReadonlySet<string> = new Set([
  "here",
  "click here",
  "click this",
  "click",
  "this",
  "this link",
  "link",
  "more",
  "read more",
  "learn more",
  "see more",
  "find out more",
  "more info",
  "go",
  "hier",
  "hier klicken",
  "klick hier",
  "mehr",
  "mehr lesen",
  "mehr erfahren",
  "weiterlesen",
  "ici",
  "cliquez ici",
  "lire la suite",
  "en savoir plus",
  "plus",
  "aquí",
  "haz clic aquí",
  "leer más",
  "más",
  "qui",
  "clicca qui",
  "aqui",
  "clique aqui",
  "こちら",
  "هنا",
]);
