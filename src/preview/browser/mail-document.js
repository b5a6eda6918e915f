/**
 * A property of the document of a mail. An element of the mail can have a name that hides it (`<form
 * name="documentElement">`), so it is read by the getter of all documents.
 * @template {keyof Document} Name
 * @param {Document} mail
 * @param {Name} name
 * @returns {Document[Name]}
 */
export function ofMail(mail, name) {
  return Object.getOwnPropertyDescriptor(Document.prototype, name)?.get?.call(mail);
}

/**
 * Listens in the document of a mail.
 * @template {keyof DocumentEventMap} Name
 * @param {Document} mail
 * @param {Name} name
 * @param {(event: DocumentEventMap[Name]) => void} heard
 */
export function listenIn(mail, name, heard) {
  EventTarget.prototype.addEventListener.call(mail, name, /** @type {EventListener} */ (heard));
}
