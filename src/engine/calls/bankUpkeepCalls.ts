import { compareBanks } from '../compareBanks'
import { labelChanges } from '../jobs/labelChanges'
import { labelsToModel } from '../jobs/trainJob'
import { wantedLabels } from '../jobs/trainingMaterial'
import { knownTrainingSet } from '../jobs/trainingSet'
import { calls } from './base'

/** Of the banks: their versions, what an update would do, and how two of them differ. */
export const bankUpkeepCalls = {
  restore: calls.banks.restore.handler(({ input, context }) => {
    const id = context.session.required().project.banks.restore(input.id)
    context.events.changed('banks')
    context.events.changed('project')
    return { id }
  }),

  changes: calls.banks.changes.handler(async ({ input, context }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.id)
    const frontEnd = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz }
    const set = await knownTrainingSet(project, frontEnd)
    const material = project.banks.material(bank.id)
    const modeled = set ? labelsToModel(set, wantedLabels(material, set)).modeled : []
    const known = bank.mixtures.map(({ label }) => label)
    const labels = labelChanges(known, material, modeled, frontEnd)
    return { labels, upToDate: labels.every(({ change }) => change === 'same') }
  }),

  compare: calls.banks.compare.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const [first, second] = [project.banks.get(input.first), project.banks.get(input.second)]
    const labels = await context.pool.run(
      'compareMixtures',
      { first: { mixtures: first.mixtures }, second: { mixtures: second.mixtures } },
      signal ? { signal } : {},
    )
    return compareBanks(first, second, labels, project)
  }),
}
