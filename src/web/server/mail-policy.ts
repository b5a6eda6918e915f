/**
 * What the HTML of a mail may do as a page of its own: show its styles and its pictures, and let its links be followed.
 * It came from editors and their templates, so nothing in it runs, sends a form, or has the origin of our other pages
 * (`sandbox`).
 */
export const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' https: data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");
