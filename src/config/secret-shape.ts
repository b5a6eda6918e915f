import * as z from "zod";
import { nameShape } from "../source/sender-shapes.ts";

const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, "is not the name of a variable.\nUse letters, digits and _.");

/** Where a secret is, which never stands in `letterpress.yaml` itself. `noun` is what it is called. */
export function secretShape(noun: string) {
  return z
    .union(
      [
        z.strictObject({ env: variable.describe("The variable that holds it, in .env or the environment.") }),
        z.strictObject({
          file: nameShape.describe("The file that holds it, which only its owner can read."),
        }),
      ],
      {
        error: ({ input }) =>
          typeof input === "object"
            ? `does not say where the ${noun} is.\nWrite {env: NAME} or {file: path}.`
            : "must not stand in this file.\nWrite {env: NAME} or {file: path}.",
      },
    )
    .meta({ title: "place of a secret" });
}
