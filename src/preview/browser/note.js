/**
 * Says something in the corner of the page, to screen readers too. An empty text takes it away.
 * @param {string} text
 */
export function say(text) {
  const note = document.getElementById("note");
  if (note) note.textContent = text;
}
