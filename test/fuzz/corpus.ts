import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A good file that mutants are made of. */
export interface Seed {
  readonly name: string
  readonly bytes: Buffer
}

const folders = [join(import.meta.dirname, 'corpus'), join(import.meta.dirname, '../audio/fixtures')]

/** Formats that ffmpeg decodes: each file of them starts a process, which takes as long as fifty others. */
const throughFfmpeg = /\.(m4a|mp4|aac)$/

/** Each seed stands here as often as its share of the mutants is. */
const shares = { ordinary: 16, ffmpeg: 1 }

/** The seeds in a fixed order; with `formats`, only those whose names end in one of them, such as "flac". */
export function corpus(formats: readonly string[] = []): Seed[] {
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => !path.endsWith('.sh'))
    .filter((path) => formats.length === 0 || formats.some((format) => path.endsWith(`.${format}`)))
    .map((path) => ({ name: basename(path), bytes: readFileSync(path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Indexes into the seeds, each as often as its share: a draw from them is a draw by shares. */
export function ballot(seeds: readonly Seed[]): number[] {
  const mixed = seeds.some(({ name }) => !throughFfmpeg.test(name))
  return seeds.flatMap(({ name }, index) => {
    const share = mixed && throughFfmpeg.test(name) ? shares.ffmpeg : shares.ordinary
    return Array<number>(share).fill(index)
  })
}
