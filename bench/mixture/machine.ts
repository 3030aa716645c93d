import { availableParallelism, cpus, platform, release, arch, totalmem } from 'node:os'

/** The facts without which a time says nothing. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly system: string
  readonly memoryGiB: number
  readonly node: string
  readonly takenAt: string
}

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    system: `${platform()} ${release()} ${arch()}`,
    memoryGiB: Number((totalmem() / 2 ** 30).toFixed(1)),
    node: process.versions.node,
    takenAt: new Date().toISOString(),
  }
}
