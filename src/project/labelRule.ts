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
    case 'csv':
      return csvLabeler(rule.file)
  }
}

function patternExpression(pattern: string): RegExp {
  if (!pattern.includes('{label}')) {
    throw new CepstraError(
      'LABELS_INVALID',
      `The pattern "${pattern}" has no {label}. Write one where the label stands in the file name, such as {digit}_{label}_{take}.`,
    )
  }
  const escaped = pattern.replace(/\{(\w+)\}|[\\^$.*+?()[\]{}|/]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`
    return name === 'label' ? '(?<label>.+?)' : '(?:.+?)'
  })
  try {
    return new RegExp(`^${escaped}$`, 'u')
  } catch (error) {
    throw new CepstraError('LABELS_INVALID', `The pattern "${pattern}" cannot be read. Use {label} exactly once.`, {
      cause: error,
    })
  }
}

function csvLabeler(file: string): Labeler {
  let rows: Record<string, string>[]
  try {
    rows = parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CepstraError('LABELS_INVALID', `The labels in ${file} cannot be read: ${why}`, { cause: error })
  }
  const byPath = new Map<string, string>()
  for (const row of rows) {
    const path = row['path']
    const label = row['label']
    if (path === undefined || label === undefined) {
      throw new CepstraError(
        'LABELS_INVALID',
        `${file} needs a header with the columns path and label; it has ${Object.keys(row).join(', ')}.`,
      )
    }
    if (path === '' || label === '') continue
    byPath.set(resolve(dirname(file), path), label)
    if (path === basename(path)) byPath.set(path, label)
  }
  return (path) => {
    const { member } = splitPath(path)
    return byPath.get(path) ?? byPath.get(basename(path)) ?? (member === null ? null : (byPath.get(member) ?? null))
  }
}
