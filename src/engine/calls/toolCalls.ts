import { basename, resolve } from 'node:path'
import { recipeOf } from '../recipeOf'
import { calls } from './base'

export const toolCalls = {
  recipe: calls.tools.recipe.handler(({ input }) => recipeOf(input, input.sampleRateHz)),

  features: calls.tools.features.handler(async ({ input, context, signal }) => {
    const { content, ...facts } = await context.pool.run(
      'fileFeatures',
      { ...input, path: resolve(input.path) },
      signal ? { signal } : {},
    )
    return { ...facts, content: new Blob([content as Uint8Array<ArrayBuffer>]) }
  }),

  inspect: calls.tools.inspect.handler(async ({ input, context, signal }) => {
    const path = resolve(input.path)
    const { facts } = await context.pool.run('inspect', { paths: [path] }, signal ? { signal } : {})
    const [{ durationSeconds, sampleRateHz, channelCount, format, peakDb, rmsDb, quality, flags, notes }] = facts
    return {
      path,
      name: basename(path),
      ...{ durationSeconds, sampleRateHz, channelCount, format, peakDb, rmsDb, quality },
      flags: [...flags],
      notes: [...notes],
    }
  }),
}
