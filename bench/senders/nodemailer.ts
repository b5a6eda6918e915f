import Handlebars from "handlebars";
import { listHeaders, sendEach } from "./nodemailer-pool.ts";
import { handlebarsOf } from "./handlebars-of.ts";
import { measured } from "./job.ts";
import { readerValues } from "./reader-values.ts";

/**
 * What a Node developer writes who cares about speed: nodemailer's pool, and for every reader the HTML and the text
 * from Handlebars templates that were compiled once. The same content and the same headers, no ledger.
 */
await measured(async (job, timed) => {
  const { html, text } = handlebarsOf(job.edition);
  const [fillHtml, fillText] = [Handlebars.compile(html), Handlebars.compile(text)];
  await timed(() =>
    sendEach(job, (pool, reader) => {
      const values = readerValues(reader);
      return pool.sendMail({
        from: { name: job.sender.from.name, address: job.sender.from.email },
        to: values.email,
        subject: "Two founders, one feud",
        html: fillHtml(values),
        text: fillText(values),
        headers: listHeaders(job.sender, values.link),
      });
    }),
  );
});
