import { CepstraError } from '../cepstraError'
import type { Database } from './database'

/**
 * Step n brings a database from version n to n + 1. A step that has been released is never edited: people's projects
 * have run it.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE recordings (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('training', 'query')),
    label TEXT,
    label_by TEXT NOT NULL DEFAULT 'rule' CHECK (label_by IN ('rule', 'person')),
    content_hash TEXT,
    bytes INTEGER,
    modified_ms REAL,
    duration_seconds REAL,
    sample_rate_hz REAL,
    channel_count INTEGER,
    format TEXT,
    peak_db REAL,
    rms_db REAL,
    thumbnail BLOB,
    flags TEXT NOT NULL DEFAULT '[]',
    notes TEXT NOT NULL DEFAULT '[]',
    UNIQUE (path, role)
  );
  CREATE INDEX recordings_by_content ON recordings (content_hash);
  CREATE INDEX recordings_by_label ON recordings (role, label);

  CREATE TABLE features (
    content_hash TEXT NOT NULL,
    recipe_hash TEXT NOT NULL,
    frame_count INTEGER NOT NULL,
    kept_count INTEGER NOT NULL,
    speech BLOB,
    warnings TEXT NOT NULL DEFAULT '[]',
    error TEXT,
    PRIMARY KEY (content_hash, recipe_hash)
  ) WITHOUT ROWID;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    request TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    unit TEXT NOT NULL,
    started_at REAL,
    ended_at REAL,
    outcome TEXT,
    result_id INTEGER,
    error TEXT,
    file_errors INTEGER NOT NULL DEFAULT 0,
    cleared INTEGER NOT NULL DEFAULT 0
  );

  CREATE TABLE checkpoints (
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (job_id, key)
  ) WITHOUT ROWID;

  CREATE TABLE banks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('training', 'ready')),
    job_id INTEGER,
    plan_hash TEXT,
    created_at REAL NOT NULL,
    body TEXT NOT NULL DEFAULT '{}',
    imported INTEGER NOT NULL DEFAULT 0
  );

  CREATE TABLE mixtures (
    bank_id INTEGER NOT NULL REFERENCES banks (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    frame_count INTEGER NOT NULL,
    weights BLOB NOT NULL,
    means BLOB NOT NULL,
    covariances BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bank_id, label)
  ) WITHOUT ROWID;

  CREATE TABLE results (
    recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    bank_id INTEGER NOT NULL REFERENCES banks (id) ON DELETE CASCADE,
    job_id INTEGER NOT NULL,
    doubt REAL NOT NULL,
    corrected TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (recording_id, bank_id)
  ) WITHOUT ROWID;
  CREATE INDEX results_by_job ON results (job_id);

  CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY,
    created_at REAL NOT NULL,
    body TEXT NOT NULL,
    recordings TEXT NOT NULL
  );
  `,
  // What a page asks after every change is counted from indexes alone: rows carry speech flags and thumbnails.
  `
  CREATE INDEX features_by_recipe ON features (recipe_hash, content_hash, error);
  CREATE INDEX recordings_by_role ON recordings (role, content_hash);
  DROP INDEX recordings_by_label;
  CREATE INDEX recordings_by_label ON recordings (role, label, duration_seconds);
  `,
  `
  CREATE TABLE backgrounds (
    bank_id INTEGER PRIMARY KEY REFERENCES banks (id) ON DELETE CASCADE,
    weights BLOB NOT NULL,
    means BLOB NOT NULL,
    covariances BLOB NOT NULL,
    body TEXT NOT NULL
  );

  CREATE TABLE selections (
    id INTEGER PRIMARY KEY,
    created_at REAL NOT NULL,
    body TEXT NOT NULL
  );
  `,
  // What a recording is worth; all null where it was imported before this was measured, and where it cannot be read.
  `
  ALTER TABLE recordings ADD COLUMN clipped_samples INTEGER;
  ALTER TABLE recordings ADD COLUMN first_clipped_seconds REAL;
  ALTER TABLE recordings ADD COLUMN dc_offset REAL;
  ALTER TABLE recordings ADD COLUMN noise_floor_db REAL;
  ALTER TABLE recordings ADD COLUMN snr_db REAL;
  ALTER TABLE recordings ADD COLUMN speech_seconds REAL;
  ALTER TABLE recordings ADD COLUMN bandwidth_hz REAL;
  `,
  // Files that hold the features of many short recordings; which of them, and from which row on. Null for a file of its own.
  // No REFERENCES: to take out a pack would search all features for each.
  `
  CREATE TABLE packs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, recipe_hash TEXT NOT NULL);
  ALTER TABLE features ADD COLUMN pack INTEGER;
  ALTER TABLE features ADD COLUMN first_row INTEGER;
  `,
  // Versions of banks, and what each was fitted to. Answers get the numbers in whose order they were given.
  `
  ALTER TABLE banks ADD COLUMN parent_id INTEGER REFERENCES banks (id) ON DELETE SET NULL;
  ALTER TABLE banks ADD COLUMN lineage_id INTEGER;
  ALTER TABLE banks ADD COLUMN version_number INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE banks ADD COLUMN material TEXT;
  ALTER TABLE results ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
  DROP INDEX results_by_job;
  CREATE INDEX results_by_job ON results (job_id, sequence);
  `,
  // What was recorded together, and the part of a given split; null where the import did not tell.
  `
  ALTER TABLE recordings ADD COLUMN session TEXT;
  ALTER TABLE recordings ADD COLUMN split TEXT;
  `,
  // What was grouped without labels; and labels of parts of recordings, for the content that they were given for.
  `
  CREATE TABLE clusterings (
    id INTEGER PRIMARY KEY,
    created_at REAL NOT NULL,
    body TEXT NOT NULL,
    names TEXT NOT NULL DEFAULT '[]',
    applied_at REAL
  );

  CREATE TABLE spans (
    id INTEGER PRIMARY KEY,
    recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    content_hash TEXT NOT NULL,
    start_seconds REAL NOT NULL,
    end_seconds REAL NOT NULL,
    label TEXT NOT NULL
  );
  CREATE INDEX spans_by_recording ON spans (recording_id);
  `,
  // What held-out recordings scored under the mixtures of a bank, so that it can decide otherwise without new fits.
  `
  CREATE TABLE bank_trials (
    bank_id INTEGER PRIMARY KEY REFERENCES banks (id) ON DELETE CASCADE,
    body TEXT NOT NULL
  );
  `,
]

/** The version that this program writes. */
export const databaseVersion = steps.length

/**
 * Brings a project's database up to date; each step is applied whole or not at all.
 *
 * @throws CepstraError PROJECT_TOO_NEW when a later Cepstra has written it.
 */
export function migrate(database: Database): void {
  const found = database.version
  if (found > databaseVersion) {
    throw new CepstraError(
      'PROJECT_TOO_NEW',
      `This project was written by a later Cepstra (its format is ${found}, this one knows up to ${databaseVersion}). Open it with that version, or update this one.`,
    )
  }
  for (let version = found; version < databaseVersion; version++) {
    database.transaction(() => {
      database.script(steps[version] ?? '')
      database.version = version + 1
    })
  }
}
