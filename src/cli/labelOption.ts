import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { LabelRule } from '../engine/contract'

/** Reads the value of --labels: folder, none, csv:FILE or pattern:'{digit}_{label}_{take}'. */
export function labelOption(text: string): LabelRule {
  if (text === 'folder' || text === 'none') return { from: text }
  if (text.startsWith('csv:')) return { from: 'csv', file: resolve(text.slice('csv:'.length)) }
  if (text.startsWith('pattern:')) return { from: 'pattern', pattern: text.slice('pattern:'.length) }
  throw new InvalidArgumentError("Say folder, none, csv:FILE or pattern:'{digit}_{label}_{take}'.")
}
