import type { Database } from '../../src/project/database'

/** What came after the packs of features; what another step of the migrations adds comes here too. */
const laterColumns: Readonly<Record<string, readonly string[]>> = {
  banks: ['parent_id', 'lineage_id', 'version_number', 'material'],
  recordings: ['session', 'split'],
}

const laterTables: readonly string[] = ['clusterings', 'spans', 'bank_trials']

/** Brings a database back to what it was before versions of banks, for tests that write what older programs wrote. */
export function dropLaterColumns(database: Database): void {
  database.script('DROP INDEX results_by_job')
  database.script('ALTER TABLE results DROP COLUMN sequence')
  database.script('CREATE INDEX results_by_job ON results (job_id)')
  for (const table of laterTables) database.script(`DROP TABLE ${table}`)
  for (const [table, columns] of Object.entries(laterColumns)) {
    for (const column of columns) database.script(`ALTER TABLE ${table} DROP COLUMN ${column}`)
  }
}
