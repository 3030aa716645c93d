import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Debian's own interpreter: the one that its package python3-numpy belongs to. */
const python = '/usr/bin/python3'

export interface NumpyTimes {
  readonly frames: number
  readonly numpy: string
  /** Seconds of the quickest round, with reading the file and without. */
  readonly whole: number
  readonly computing: number
}

export function hasNumpy(): boolean {
  return spawnSync(python, ['-c', 'import numpy, scipy']).status === 0
}

/** MFCC of a 16-bit mono WAV file in the way of python_speech_features, on one thread. */
export function numpyFeatures(path: string, rounds: number): NumpyTimes {
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(import.meta.dirname, 'numpyFeatures.py'), path, String(rounds)],
    {
      encoding: 'utf8',
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
    },
  )
  if (status !== 0) throw new Error(`numpyFeatures.py failed: ${stderr}`)
  return JSON.parse(stdout) as NumpyTimes
}
