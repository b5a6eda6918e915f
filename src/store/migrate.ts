import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { LetterpressError } from "../base/errors.ts";
import { migrations } from "./migrations/all.ts";
import type { Tables } from "./tables.ts";

/**
 * Brings the schema up to what this version knows, in one transaction; refuses a schema from the future. One that is up
 * to date is only read, so that who looks waits for nobody who writes.
 */
export async function migrateStore(db: Kysely<Tables>, file: string): Promise<void> {
  const done = await doneMigrations(db);
  refuseNewerSchema(done, file);
  if (done.length === Object.keys(migrations).length) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: "migrations",
    migrationLockTableName: "migrations_lock",
  });
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

/** The names of those that the store has, in their order. */
async function doneMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "migrations")) return [];
  const done = await db
    .withTables<{ migrations: { name: string } }>()
    .selectFrom("migrations")
    .select("name")
    .orderBy("name")
    .execute();
  return done.map(({ name }) => name);
}

function refuseNewerSchema(done: readonly string[], file: string): void {
  const unknown = done.find((name) => !Object.hasOwn(migrations, name));
  if (unknown === undefined) return;
  throw new LetterpressError(
    "store/newer",
    `${file} was written by a newer version of Letterpress (it has "${unknown}").`,
    "Update Letterpress on this machine, then run the command again.",
  );
}
