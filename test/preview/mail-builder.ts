/** A mail with text, HTML and one picture, as bytes. `subject` and `html` go in as they are. */
export function buildMail(
  changes: { readonly subject?: string; readonly html?: string; readonly text?: string } = {},
): Buffer {
  const { subject = "Hello", html = defaultHtml, text = "Hello in plain text." } = changes;
  const lines = [
    "From: The Weekly <news@example.org>",
    "To: zoe@example.org",
    `Subject: ${subject}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="a"',
    "",
    "--a",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "--a",
    'Content-Type: multipart/related; boundary="r"',
    "",
    "--r",
    "Content-Type: text/html; charset=utf-8",
    "",
    html,
    "--r",
    "Content-Type: image/png",
    "Content-Transfer-Encoding: base64",
    "Content-ID: <dot@images>",
    'Content-Disposition: inline; filename="dot.png"',
    "",
    pixel,
    "--r",
    "Content-Type: image/svg+xml",
    "Content-ID: <drawing@images>",
    "",
    '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "--r--",
    "--a--",
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}

/** One red point, as PNG in base64. */
export const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

const defaultHtml = '<p>Hello in <b>HTML</b>.</p><img src="cid:dot@images" alt="A red dot">';
