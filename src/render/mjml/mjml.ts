/** The only door to MJML. It is loaded at first use, because it takes longer to load than most commands take to run. */

export interface MjmlFault {
  /** Counts from 1, in the text given to `compileMjml`. */
  readonly line: number;
  readonly tag: string;
  readonly message: string;
}

export type Compiled =
  | { readonly status: "compiled"; readonly html: string }
  | { readonly status: "faulty"; readonly faults: readonly MjmlFault[] };

/** `compileMjml`, here or in a thread. */
export type CompileMjml = (source: string) => Promise<Compiled>;

/**
 * MJML to HTML, strictly: any unknown tag, attribute or value is a fault. MJML still drops some content without a
 * word (text between sections, for one), so the caller must look for what it put in.
 * DANGER: mjml reads `.mjmlconfig` from the working directory when it is loaded and runs what that names; a command
 * that renders must not be started in a folder that others may write to.
 */
export async function compileMjml(source: string): Promise<Compiled> {
  const { default: mjml } = await import("mjml");
  try {
    const { html } = await mjml(source, options());
    return { status: "compiled", html };
  } catch (fault) {
    return { status: "faulty", faults: faultsOf(fault) };
  }
}

// `fonts: {}`: no font is fetched from a font host. Minify and beautify are off: both change more than white space.
function options() {
  return {
    fonts: {},
    ignoreIncludes: true,
    keepComments: true,
    useMjmlConfigOptions: false,
    validationLevel: "strict" as const,
    minify: false,
    beautify: false,
  };
}

function faultsOf(fault: unknown): readonly MjmlFault[] {
  const errors = (fault as { errors?: unknown } | null)?.errors;
  if (!Array.isArray(errors)) {
    const message = fault instanceof Error ? fault.message : String(fault);
    return [{ line: 1, tag: "mjml", message }];
  }
  return errors.map((error: { line?: number; tagName?: string; message?: string }) => ({
    line: error.line ?? 1,
    tag: error.tagName ?? "mjml",
    message: error.message ?? "unknown fault",
  }));
}
