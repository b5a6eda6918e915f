import { type Document, isAlias, isScalar, type Node, Scalar, visit } from "yaml";

/**
 * Makes a tree with traps safe to turn into values: a reference and an unquoted merge field become the text that was
 * written, and a key that no map can have is left out. Afterwards there is nothing that could grow or throw.
 */
export function mendTree(document: Document<Node, boolean>, text: string): void {
  const asWritten = (node: Node): Scalar => {
    const [start, end] = node.range ?? [0, 0];
    const scalar = new Scalar(text.slice(start, end));
    scalar.range = node.range ?? null;
    return scalar;
  };
  visit(document, {
    Alias: (_, node) => asWritten(node),
    Map: (_, node) => (text.startsWith("{{", node.range?.[0]) ? asWritten(node) : undefined),
    Pair: (_, { key }) => {
      if (isAlias(key)) return visit.REMOVE;
      return isScalar(key) && key.value !== null && key.value !== "__proto__" ? undefined : visit.REMOVE;
    },
  });
}
