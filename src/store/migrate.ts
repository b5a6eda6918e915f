import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { LetterpressError } from "../base/errors.ts";
import { migrations } from "./migrations/all.ts";
import type { Tables } from "./tables.ts";

/** Brings the schema up to what this version knows, in one transaction; refuses a schema from the future. */
export async function migrateStore(db: Kysely<Tables>, file: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: "migrations",
    migrationLockTableName: "migrations_lock",
  });
  await refuseNewerSchema(db, file);
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof LetterpressError) throw error;
  throw new LetterpressError(
    "store/not-migrated",
    `${file} could not be brought to the schema of this version.`,
    "Nothing was changed. Restore the store from a backup, or report this with the cause shown here.",
    { cause: error },
  );
}

async function refuseNewerSchema(db: Kysely<Tables>, file: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "migrations")) return;
  const done = await db
    .withTables<{ migrations: { name: string } }>()
    .selectFrom("migrations")
    .select("name")
    .orderBy("name")
    .execute();
  const unknown = done.find(({ name }) => !Object.hasOwn(migrations, name));
  if (unknown === undefined) return;
  throw new LetterpressError(
    "store/newer",
    `${file} was written by a newer version of Letterpress (it has "${unknown.name}").`,
    "Update Letterpress on this machine, then run the command again.",
  );
}
