import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { CepstraError } from '../cepstraError'
import { bareName, fileOf, splitPath } from './givenPath'

/** How imported files get their labels. */
export type LabelRule =
  | { readonly from: 'folder' }
  | { readonly from: 'none' }
  | { readonly from: 'csv'; readonly file: string }
  | { readonly from: 'pattern'; readonly pattern: string }

/** The label of the file at an absolute path, or null where the rule gives none. */
export type Labeler = (path: string) => string | null

/** What a rule tells of a file beside its label; null where it does not. */
export interface Placing {
  /** What was recorded together: of one day, one room, one microphone. */
  readonly session: string | null
  /** The part of a given split, such as "train", "test" or the name of a fold. */
  readonly split: string | null
}

/** The session and the part of the file at an absolute path. */
export type Placer = (path: string) => Placing

/**
 * Makes the function that labels files.
 *
 * A pattern such as `{digit}_{label}_{take}` is matched against the whole name without its extension; each `{name}`
 * stands for one or more characters, as few as possible, and `{label}` is the one that counts. A CSV has a header with
 * the columns `path` (absolute, relative to the CSV, or a bare file name) and `label`. Of a recording that is one of many
 * in a file, its name there counts.
 *
 * @throws CepstraError LABELS_INVALID when the pattern or the CSV cannot be understood.
 */
export function labeler(rule: LabelRule): Labeler {
  switch (rule.from) {
    case 'none':
      return () => null
    case 'folder':
      return (path) => basename(dirname(fileOf(path))) || null
    case 'pattern': {
      const expression = patternExpression(rule.pattern)
      return (path) => expression.exec(bareName(path))?.groups?.['label'] ?? null
    }
    case 'csv': {
      const rowOf = csvRows(rule.file)
      return (path) => rowOf(path)?.label ?? null
    }
  }
}

/**
 * Makes the function that tells sessions and parts of a given split, or null where the rule tells none: a CSV does by the
 * columns `session` and `split` or `fold`, a pattern by `{session}` and `{split}` or `{fold}`. Folders are looked at only when
 * they are asked about; see `recordingSessions`.
 *
 * @throws CepstraError LABELS_INVALID as `labeler` does.
 */
export function placer(rule: LabelRule): Placer | null {
  switch (rule.from) {
    case 'none':
    case 'folder':
      return null
    case 'pattern': {
      const expression = patternExpression(rule.pattern)
      return (path) => {
        const groups = expression.exec(bareName(path))?.groups
        return { session: groups?.['session'] ?? null, split: groups?.['split'] ?? groups?.['fold'] ?? null }
      }
    }
    case 'csv': {
      const rowOf = csvRows(rule.file)
      return (path) => rowOf(path) ?? { session: null, split: null }
    }
  }
}

/** Names in a pattern that count; what other names stand for is left. */
const namedGroups: readonly string[] = ['label', 'session', 'split', 'fold']

function patternExpression(pattern: string): RegExp {
  if (!pattern.includes('{label}')) {
    throw new CepstraError(
      'LABELS_INVALID',
      `The pattern "${pattern}" has no {label}. Write one where the label stands in the file name, such as {digit}_{label}_{take}.`,
    )
  }
  const escaped = pattern.replace(/\{(\w+)\}|[\\^$.*+?()[\]{}|/]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`
    return namedGroups.includes(name) ? `(?<${name}>.+?)` : '(?:.+?)'
  })
  try {
    return new RegExp(`^${escaped}$`, 'u')
  } catch (error) {
    throw new CepstraError(
      'LABELS_INVALID',
      `The pattern "${pattern}" cannot be read. Use {label} exactly once, and {session}, {split} and {fold} no more often.`,
      {
        cause: error,
      },
    )
  }
}

interface LabelRow extends Placing {
  readonly label: string | null
}

function csvRows(file: string): (path: string) => LabelRow | undefined {
  let rows: Record<string, string>[]
  try {
    rows = parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CepstraError('LABELS_INVALID', `The labels in ${file} cannot be read: ${why}`, { cause: error })
  }
  const byPath = new Map<string, LabelRow>()
  for (const row of rows) {
    const path = row['path']
    const label = row['label']
    if (path === undefined || label === undefined) {
      throw new CepstraError(
        'LABELS_INVALID',
        `${file} needs a header with the columns path and label; it has ${Object.keys(row).join(', ')}.`,
      )
    }
    if (path === '') continue
    const told = (name: string): string | null => row[name] || null
    const placed = { label: label || null, session: told('session'), split: told('split') ?? told('fold') }
    byPath.set(resolve(dirname(file), path), placed)
    if (path === basename(path)) byPath.set(path, placed)
  }
  return (path) => {
    const { member } = splitPath(path)
    return byPath.get(path) ?? byPath.get(basename(path)) ?? (member === null ? undefined : byPath.get(member))
  }
}
