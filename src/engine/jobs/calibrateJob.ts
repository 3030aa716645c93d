import { createHash } from 'node:crypto'
import { CepstraError } from '../../cepstraError'
import type { RelativeFloor } from '../../recognition/trainLabel'
import { fitOptionsOf } from '../fitOptions'
import { choosesComponents, mostComponents } from './chooseComponents'
import { countsOf, decideBank } from './decideBank'
import { floorFor, type FitSettings } from './fitLabels'
import { holdOut, planHoldingOut } from './holdOut'
import type { JobContext, JobWork } from './jobContext'
import { labelsToModel } from './trainJob'
import { trainingSet } from './trainingSet'
import { requestOf } from './updateJob'
import type { StoredBank } from '../../project/bankStore'

/**
 * Measures a bank anew on what its project holds out now, under the bank's own recipe and settings, and decides by that:
 * for a bank that was imported, for one that an earlier Cepstra trained, or where there are more recordings than there were.
 * The mixtures stay as they are, and so do the answers given before.
 */
export const calibrateBank: JobWork<'calibrate'> = async (request, context) => {
  const { banks } = context.project
  const bank = banks.get(request.bankId)
  context.title(`Calibrate "${bank.name}"`)
  const labels = bank.mixtures.map(({ label }) => label)
  const set = await trainingSet(context, { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz })
  const there = labels.filter((label) => set.labels.includes(label))
  if (there.length === 0) {
    throw new CepstraError(
      'NOTHING_TO_DO',
      `This project has no recording of any label of "${bank.name}" (${labels.join(', ')}), so there is nothing to ` +
        'measure it on. Import labeled recordings of these.',
    )
  }
  const material = banks.material(bank.id)
  const train = { ...requestOf(bank, material, set), labels: there }
  const { modeled } = labelsToModel(set, there)
  const { covarianceType, seed } = train
  const settings: FitSettings = { ...fitOptionsOf(train), seed, covarianceType, components: mostComponents(train) }
  const work = { request: train, set, modeled, settings }
  const holdingOut = planHoldingOut(work)
  context.count(holdingOut.fitCount, 'mixtures')
  const planHash = createHash('sha256')
    .update(JSON.stringify([set.hash, train, bank.id, context.version]))
    .digest('hex')
  const floor = await floorOf(bank, work, context)
  const componentsOf = new Map(
    choosesComponents(train) ? bank.mixtures.map(({ label, mixture }) => [label, mixture.componentCount]) : [],
  )
  const folds = await holdOut(holdingOut, work, { floor, planHash, componentsOf }, context)
  const decision = await decideBank(bank, folds, request, countsOf(material), context)
  banks.decide(bank.id, decision, folds)
  context.changed('banks')
  return { outcome: `${bank.name}: ${decision.description}`, resultId: bank.id }
}

async function floorOf(
  bank: StoredBank,
  { set, settings }: { readonly set: Parameters<typeof labelsToModel>[0]; readonly settings: FitSettings },
  context: JobContext,
): Promise<RelativeFloor> {
  const material = context.project.banks.material(bank.id)
  const { pooledVariance } = material ?? (await floorFor(set.recordings, settings, context))
  return { share: bank.varianceFloor, pooledVariance }
}
