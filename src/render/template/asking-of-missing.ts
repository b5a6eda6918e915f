/** What Handlebars hands to a compiled template; its types do not say so. */
interface Container {
  /** Throws when the name is not in the group. */
  strict: (group: unknown, name: string, place: unknown) => unknown;
}

type Main = (container: Container, ...others: readonly unknown[]) => unknown;

/**
 * The same template, which asks what to show in the place of a name that is not there, where it would throw: so one run
 * finds many of them. `instead` gets what would be thrown, and returns undefined when it has to be.
 */
export function askingOfMissing(
  specification: TemplateSpecification,
  instead: (fault: unknown) => string | undefined,
): TemplateSpecification {
  const { main } = specification as { readonly main: Main };
  let asks = false;
  const asking: Main = (container, ...others) => {
    const { strict } = container;
    if (!asks)
      container.strict = (group, name, place) => {
        try {
          return strict(group, name, place);
        } catch (fault) {
          const shown = instead(fault);
          if (shown === undefined) throw fault;
          return shown;
        }
      };
    // Each include runs it once more, with the same container.
    asks = true;
    return main(container, ...others);
  };
  return { ...specification, main: asking };
}
