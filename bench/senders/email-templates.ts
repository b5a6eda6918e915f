import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handlebarsOf } from "./handlebars-of.ts";
import { measured } from "./job.ts";
import { listHeaders, sendEach } from "./nodemailer-pool.ts";
import { readerValues } from "./reader-values.ts";

/** The part of the package that is used here; it has no types of its own. */
type EmailClass = new (config: object) => { send(options: object): Promise<unknown> };

/**
 * npm `email-templates`, with what makes it fast: templates cached, no preview, a text template so that none is made
 * from the HTML, and the pool of our nodemailer. Once without its inliner of CSS, since MJML has inlined it, and once
 * as it is when nobody thinks of that.
 */
await measured(async (job, timed) => {
  const require = createRequire(new URL("../rivals/package.json", import.meta.url));
  const Email = require("email-templates") as EmailClass;
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  const { html, text } = handlebarsOf(job.edition);
  for (const [name, content] of Object.entries({ html, text, subject: "Two founders, one feud" }))
    await writeFile(join(folder, `${name}.hbs`), content);
  await timed(() => {
    let email: InstanceType<EmailClass> | undefined;
    return sendEach(job, (transport, reader) => {
      email ??= new Email({
        transport,
        views: { options: { extension: "hbs" } },
        juice: job.inlinesCss === true,
        send: true,
        preview: false,
      });
      const values = readerValues(reader);
      return email.send({
        template: folder,
        message: {
          from: { name: job.sender.from.name, address: job.sender.from.email },
          to: values.email,
          headers: listHeaders(job.sender, values.link),
        },
        locals: values,
      });
    });
  });
  await rm(folder, { recursive: true });
});
