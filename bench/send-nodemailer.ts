import Handlebars from "handlebars";
import { createTransport } from "nodemailer";
import { fillSegments, type Slot } from "../src/model/edition.ts";
import { measured, type SendJob } from "./child.ts";
import { editionOfYaml, emailOf, longIssueYaml } from "./material.ts";

/**
 * What a Node developer writes today: nodemailer's pool, and for every reader the HTML and the text from compiled Handlebars
 * templates. The same content and the same headers, no ledger.
 */
await measured(async ({ port, readers, connections, briefs }: SendJob, timed) => {
  const { edition, sender } = await editionOfYaml(longIssueYaml(briefs));
  const [html, text] = [edition.html, edition.text].map((segments) =>
    Handlebars.compile(fillSegments(segments.map(quoted), slotName), { noEscape: false }),
  );
  if (html === undefined || text === undefined) throw new Error("no templates");
  const pool = createTransport({
    host: "127.0.0.1",
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const messageBytes = html({}).length + text({}).length;
  await timed(messageBytes, async () => {
    let next = 1;
    const worker = async () => {
      for (let reader = next++; reader <= readers; reader = next++) {
        const values = {
          firstName: `Reader ${reader}`,
          city: `City ${reader % 97}`,
          link: `https://news.example.org/u/${reader}`,
        };
        await pool.sendMail({
          from: { name: sender.from.name, address: sender.from.email },
          to: emailOf(reader),
          subject: "Two founders, one feud",
          html: html(values),
          text: text(values),
          headers: {
            "List-Unsubscribe": `<${values.link}>`,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": `<${sender.listId}>`,
          },
        });
      }
    };
    await Promise.all(Array.from({ length: connections * 2 }, worker));
    pool.close();
  });
});

function quoted(segment: string | Slot): string | Slot {
  return typeof segment === "string" ? segment.replaceAll("{{", "&#123;&#123;") : segment;
}

function slotName({ value }: Slot): string {
  return value.kind === "field" ? `{{${value.name}}}` : "{{link}}";
}
