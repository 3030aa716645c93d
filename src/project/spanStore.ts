import type { Database } from './database'

/** A stretch of a recording that has a label while the recording as a whole has none. */
export interface LabeledSpan {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly label: string
}

/**
 * Labels of parts of recordings. They hold for the content that they were given for: those of a file that has changed
 * since are passed over, and come back with it.
 */
export class SpanStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Replaces the spans of a recording. */
  put(recordingId: number, contentHash: string, spans: readonly LabeledSpan[]): void {
    this.#database.durably(() => {
      this.#database.run('DELETE FROM spans WHERE recording_id = ?', recordingId)
      for (const { startSeconds, endSeconds, label } of spans) {
        this.#database.run(
          'INSERT INTO spans (recording_id, content_hash, start_seconds, end_seconds, label) VALUES (?, ?, ?, ?, ?)',
          recordingId,
          contentHash,
          startSeconds,
          endSeconds,
          label,
        )
      }
    })
  }

  /** The spans that count, by recording and in the order of time: of training recordings without a label of their own. */
  all(): Map<number, LabeledSpan[]> {
    const rows = this.#database.all(
      `SELECT spans.* FROM spans JOIN recordings ON recordings.id = spans.recording_id
         AND recordings.content_hash = spans.content_hash
       WHERE recordings.role = 'training' AND recordings.label IS NULL ORDER BY recording_id, start_seconds`,
    )
    const spans = new Map<number, LabeledSpan[]>()
    for (const row of rows) {
      const id = Number(row['recording_id'])
      const span = {
        startSeconds: Number(row['start_seconds']),
        endSeconds: Number(row['end_seconds']),
        label: String(row['label']),
      }
      const known = spans.get(id)
      if (known) known.push(span)
      else spans.set(id, [span])
    }
    return spans
  }
}
