import { writeFile } from 'node:fs/promises'
import { CepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import { bankFromJson, bankToJson } from '../../exchange/json'
import { bankToNpz } from '../../exchange/npz'
import { correlationMatrix } from '../../mixture/views/correlationMatrix'
import { varianceOf } from '../../mixture/gaussianMixture'
import type { BankOverview, StoredBank } from '../../project/bankStore'
import { notWritable } from '../../project/notWritable'
import type { Background, BankMixture } from '../../recognition/bank'
import { middleSeconds } from '../../features/framing'
import type { BankDetail, BankSummary } from '../contract'
import { matrixOf } from '../matrixWire'
import { recordingFrames } from '../recordingFrames'
import { sampleFiles } from '../sampleFiles'
import { calls } from './base'
import { recordingOf } from './recordingCalls'

/** A responsibility matrix of more numbers than this would be slow to draw and to send. */
const mostResponsibilities = 20_000_000

function summaryOf(
  bank: Omit<BankOverview, 'labels' | 'frameCount'>,
  labels: readonly string[],
  frameCount: number,
): BankSummary {
  return {
    id: bank.id,
    name: bank.name,
    createdAt: bank.createdAt,
    components: bank.components,
    seed: bank.seed,
    labels: [...labels],
    frameCount,
    recipe: bank.recipe,
    sampleRateHz: bank.sampleRateHz,
    unknownRule: bank.decision.description,
    training: bank.training && { ...bank.training, remedies: [...bank.training.remedies] },
    imported: bank.imported,
    ...bank.lineage,
  }
}

/** A bank with all that a page shows of it. */
export function bankDetailOf(bank: StoredBank): BankDetail {
  const labels = bank.mixtures.map(({ label }) => label)
  const frames = bank.mixtures.reduce((sum, { frameCount }) => sum + frameCount, 0)
  return {
    ...summaryOf(bank, labels, frames),
    columnNames: [...bank.columnNames],
    mixtures: bank.mixtures.map(({ label, frameCount, mixture, lowerBounds, converged, findings }) => ({
      label,
      frameCount,
      seconds: frameCount * bank.recipe.hopSeconds,
      covarianceType: mixture.covarianceType,
      weights: Array.from(mixture.weights),
      means: rows(mixture.means, mixture.dimensions),
      covariances: Array.from(mixture.weights, (_, k) =>
        Array.from({ length: mixture.dimensions }, (_unused, column) => varianceOf(mixture, k, column)),
      ),
      lowerBounds: [...lowerBounds],
      converged,
      findings: [...findings],
    })),
    background: bank.background && backgroundOf(bank.background),
    decision: bank.decision,
  }
}

function backgroundOf(background: Background): BankDetail['background'] {
  const { labels, mixture, frameCount, adapted, relevance, converged, findings } = background
  return {
    labels: [...labels],
    components: mixture.componentCount,
    frameCount,
    adapted: [...adapted],
    relevance,
    converged,
    findings: [...findings],
  }
}

function rows(values: Float64Array, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  )
}

function mixtureOf(bank: StoredBank, label: string): BankMixture {
  const found = bank.mixtures.find((entry) => entry.label === label)
  if (!found) throw new CepstraError('NOT_FOUND', `The bank "${bank.name}" has no label "${label}".`)
  return found
}

function exported(bank: StoredBank, format: 'json' | 'npz'): { fileName: string; bytes: Uint8Array } {
  const name = bank.name.replace(/[\\/:*?"<>|]/g, '_')
  return format === 'json'
    ? { fileName: `${name}.cepstra.json`, bytes: new TextEncoder().encode(bankToJson(bank)) }
    : { fileName: `${name}.npz`, bytes: bankToNpz(bank) }
}

export const bankCalls = {
  list: calls.banks.list.handler(({ context }) =>
    context.session
      .required()
      .project.banks.list()
      .map((bank) => summaryOf(bank, bank.labels, bank.frameCount)),
  ),

  get: calls.banks.get.handler(({ input, context }) =>
    bankDetailOf(context.session.required().project.banks.get(input.id)),
  ),

  rename: calls.banks.rename.handler(({ input, context }) => {
    context.session.required().project.banks.rename(input.id, input.name)
    context.events.changed('banks')
    return {}
  }),

  remove: calls.banks.remove.handler(({ input, context }) => {
    context.session.required().project.banks.remove(input.id)
    context.events.changed('banks')
    context.events.changed('results')
    context.events.changed('project')
    return {}
  }),

  scatter: calls.banks.scatter.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.bankId)
    const { mixture } = mixtureOf(bank, input.label)
    const { axes } = input
    if (axes.kind === 'coefficients' && Math.max(axes.x, axes.y) >= mixture.dimensions) {
      throw new CepstraError('OPTIONS_INVALID', `This bank has ${mixture.dimensions} coefficients; choose two of them.`)
    }
    const hash = recipeHash(bank.recipe, bank.sampleRateHz)
    const sources = project.recordings.labeled(input.label).flatMap(({ contentHash, id }) => {
      if (contentHash === null) return []
      if (!project.features.has(contentHash, hash)) return []
      const facts = project.features.get(contentHash, hash)
      if (!facts?.place || facts.keptCount === 0) return []
      return [{ ...facts.place, speech: facts.speech, recordingId: id, keptCount: facts.keptCount }]
    })
    const { points, pointCount, frameCount, explained, components } = await context.pool.run(
      'scatter',
      { sources, mixture, axes, maxPoints: input.maxPoints },
      signal ? { signal } : {},
    )
    return {
      axisNames: axisNames(axes, bank.columnNames, explained),
      points: matrixOf(points, pointCount, 5),
      frameCount,
      components: components.map(({ weight, mean, covariance }) => ({ weight, mean, covariance })),
    }
  }),

  responsibilities: calls.banks.responsibilities.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.bankId)
    const { mixture } = mixtureOf(bank, input.label)
    const recording = recordingOf(project, input.recordingId)
    const { facts, ...source } = await recordingFrames(recording, bank, context, signal)
    const { frameCount } = facts
    if (frameCount * mixture.componentCount > mostResponsibilities) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `${recording.name} has ${frameCount} frames, too many to show the responsibilities of ${mixture.componentCount} components at once. Choose a shorter recording.`,
      )
    }
    const shares = await context.pool.run('traceComponents', { mixture, source }, signal ? { signal } : {})
    return {
      responsibilities: matrixOf(shares, frameCount, mixture.componentCount),
      speech: Array.from(source.speech),
      hopSeconds: bank.recipe.hopSeconds,
      // A frame's middle is half of this behind its hop.
      firstMiddleSeconds: middleSeconds(bank.recipe),
    }
  }),

  correlations: calls.banks.correlations.handler(({ input, context }) => {
    const bank = context.session.required().project.banks.get(input.bankId)
    const { mixture } = mixtureOf(bank, input.label)
    if (input.component >= mixture.componentCount) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `The mixture of "${input.label}" has ${mixture.componentCount} components; there is no component ${input.component + 1}.`,
      )
    }
    const correlations = Float32Array.from(correlationMatrix(mixture, input.component))
    return { correlations: matrixOf(correlations, mixture.dimensions, mixture.dimensions) }
  }),

  export: calls.banks.export.handler(({ input, context }) => {
    const { project } = context.session.required()
    const { fileName, bytes } = exported(project.banks.get(input.id), input.format)
    project.reach('exported')
    context.events.changed('project')
    return { fileName, content: new Blob([bytes as Uint8Array<ArrayBuffer>]) }
  }),

  exportTo: calls.banks.exportTo.handler(async ({ input, context }) => {
    const { project } = context.session.required()
    const { bytes } = exported(project.banks.get(input.id), input.format)
    await writeFile(input.path, bytes).catch((error: unknown) => {
      throw notWritable('The export', input.path, error)
    })
    project.reach('exported')
    context.events.changed('project')
    return { path: input.path, bytes: bytes.length }
  }),

  import: calls.banks.import.handler(async ({ input, context }) => {
    const { project } = context.session.required()
    const id = project.banks.add(bankFromJson(await input.content.text()))
    context.events.changed('banks')
    context.events.changed('project')
    return { id }
  }),

  sample: calls.banks.sample.handler(({ input, context, signal }) => {
    const bank = context.session.required().project.banks.get(input.bankId)
    const { mixture } = mixtureOf(bank, input.label)
    const { count, seed, format } = input
    const name = `${bank.name} ${input.label}`
    return sampleFiles(name, { mixture, columnNames: bank.columnNames, count, seed, format }, context.pool, signal)
  }),
}

function axisNames(
  axes: { kind: 'pca' } | { kind: 'coefficients'; x: number; y: number },
  columnNames: readonly string[],
  explained: readonly [number, number] | null,
): [string, string] {
  if (axes.kind === 'coefficients')
    return [columnNames[axes.x] ?? `column ${axes.x}`, columnNames[axes.y] ?? `column ${axes.y}`]
  const share = (rank: 0 | 1): string => (explained ? ` (${(explained[rank] * 100).toFixed(0)} % of variance)` : '')
  return [`first principal axis${share(0)}`, `second principal axis${share(1)}`]
}
