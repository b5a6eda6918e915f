import { benchKeys } from "./keys.ts";
import { type Material, materialOf } from "./material.ts";
import type { Row, SenderName } from "./measure-rows.ts";
import { installRivals } from "./install-rivals.ts";
import { hasSmtpSource } from "./senders/smtp-source.ts";
import { startPostfixSink } from "./sink/postfix-sink.ts";
import { type Sink, type SinkProgram, sinkProgram } from "./sink/start-sink.ts";

/** What all measurements of sending share. */
export interface Lab extends AsyncDisposable {
  readonly material: Material;
  readonly keys: ReturnType<typeof benchKeys>;
  readonly sinkProgram: SinkProgram;
  readonly fast: Sink;
  /** undefined where postfix is not installed. */
  readonly postfix: Sink | undefined;
  readonly scale: number;
  readonly rounds: number;
  /** Why senders are left out, in sentences. */
  readonly missing: readonly string[];
  has(sender: SenderName): boolean;
}

/** Messages of 100 KB. `rivals`: whether to have email-templates, too, which may have to be installed first. */
export async function openLab({
  scale,
  rounds,
  rivals,
}: Pick<Lab, "scale" | "rounds"> & { readonly rivals: boolean }): Promise<Lab> {
  const material = await materialOf(100_000);
  const program = await sinkProgram();
  const [fast, postfix, hasRivals] = await Promise.all([
    program.start(),
    startPostfixSink(),
    rivals && installRivals(),
  ]);
  return {
    material,
    keys: benchKeys(material.sender),
    sinkProgram: program,
    fast,
    postfix,
    scale,
    rounds,
    missing: [
      ...(hasSmtpSource ? [] : ["smtp-source is not installed (Debian's package postfix has it)."]),
      ...(hasRivals || !rivals ? [] : ["email-templates could not be installed."]),
    ],
    has: (sender) =>
      sender === "smtp-source" ? hasSmtpSource : sender === "email-templates" ? hasRivals : true,
    async [Symbol.asyncDispose]() {
      await Promise.all([fast.stop(), postfix?.stop()]);
      await program[Symbol.asyncDispose]();
    },
  };
}

/** How many readers of so many, at this scale; enough that every connection has some. */
export function scaled({ scale }: Lab, readers: number): number {
  return Math.max(40, Math.round(readers * scale));
}

/** The rows whose sender and sink are on this machine. */
export function present(
  lab: Lab,
  rows: readonly (Omit<Row, "sink"> & { readonly sink: Sink | undefined })[],
): readonly Row[] {
  return rows.flatMap(({ sink, ...row }) =>
    sink !== undefined && lab.has(row.sender) ? [{ ...row, sink }] : [],
  );
}
