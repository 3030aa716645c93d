import { notFeatures } from './givenFeatures'

/** Where the matrix of one utterance is. */
export interface ScriptEntry {
  /** As it stands in the script: absolute, or relative to where Kaldi was run. */
  readonly archive: string
  /** The byte of the archive at which the matrix begins. */
  readonly offset: number
}

/**
 * The entries of a Kaldi script file: lines such as `utterance /path/feats.ark:1234`, by utterance.
 *
 * @throws CepstraError TABLE_INVALID for a line that is none, for commands (ending in "|") and for ranges of rows.
 */
export function kaldiScript(bytes: Uint8Array, name: string): Map<string, ScriptEntry> {
  const entries = new Map<string, ScriptEntry>()
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/)
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    const [, key, place] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(line) ?? []
    if (key === undefined) throw notFeatures(name, `line ${i + 1} is no key with a place behind it`)
    if (place.endsWith('|')) {
      throw notFeatures(name, `line ${i + 1} is a command, and none is run; have Kaldi copy its features to an archive`)
    }
    if (place.endsWith(']')) {
      throw notFeatures(name, `line ${i + 1} asks for a range of rows; have Kaldi copy its features to an archive`)
    }
    const [, archive = place, offset = '0'] = /^(.*):(\d+)$/.exec(place) ?? []
    entries.set(key, { archive, offset: Number(offset) })
  }
  if (entries.size === 0) throw notFeatures(name, 'it is empty')
  return entries
}
