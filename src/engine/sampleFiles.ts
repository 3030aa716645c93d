import type { DrawnSample, DrawSampleInput } from './workers/drawSample'
import type { Outputs } from './contract'
import type { WorkerPool } from './pool'

/** Draws a sample in a worker thread and names its files. */
export async function sampleFiles(
  name: string,
  input: DrawSampleInput,
  pool: WorkerPool,
  signal: AbortSignal | undefined,
): Promise<Outputs['tables']['sample']> {
  const drawn: DrawnSample = await pool.run('drawSample', input, signal ? { signal } : {})
  const file = (part: string, bytes: Uint8Array) => ({
    fileName: `${name.replace(/[\\/:*?"<>|]/g, '_')} ${part}.${input.format}`,
    content: new Blob([bytes as Uint8Array<ArrayBuffer>]),
  })
  return { frames: file('frames', drawn.frames), components: file('components', drawn.components) }
}
