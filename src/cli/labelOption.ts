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

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`A whole number from ${least} up is needed.`)
    return value
  }
}
