import type { BankMaterial, StoredBank } from '../../project/bankStore'
import { trainJob } from '../contract'
import { counted } from '../counted'
import type { JobWork, RequestOf } from './jobContext'
import { labelChanges, type LabelChange } from './labelChanges'
import { labelsToModel, trainFrom } from './trainJob'
import { wantedLabels } from './trainingMaterial'
import { trainingSet, type TrainingSet } from './trainingSet'

/** Labels that a line names; more would push everything else off it. */
const mostNamed = 5

/**
 * Makes the next version of a bank from the recordings as they are labeled now: labels whose material changed are fitted
 * again, with the bank's own recipe and settings, and the mixtures of all others are taken over as they are. What is unknown
 * is decided anew, for that depends on all labels. Where nothing changed, nothing is made.
 */
export const updateBank: JobWork<'update'> = async (request, context) => {
  const { banks } = context.project
  const bank = banks.get(request.bankId)
  const frontEnd = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz }
  const set = await trainingSet(context, frontEnd)
  const material = banks.material(bank.id)
  const labels = bank.mixtures.map(({ label }) => label)
  const train = requestOf(bank, material, set)
  const changes = labelChanges(labels, material, labelsToModel(set, train.labels).modeled, frontEnd)
  const same = new Set(changes.filter(({ change }) => change === 'same').map(({ label }) => label))
  if (same.size === changes.length) {
    const version = `version ${bank.lineage.version} of "${bank.name}"`
    return { outcome: `Nothing changed since ${version} was trained: no label was fitted again.`, resultId: bank.id }
  }
  const taken = {
    bankId: bank.id,
    mixtures: bank.mixtures.filter(({ label }) => same.has(label)),
    floor: material && { share: bank.varianceFloor, pooledVariance: material.pooledVariance },
    background: bank.background,
  }
  const end = await trainFrom({ ...train, name: request.name ?? bank.name }, set, taken, context)
  const { name, lineage } = banks.get(end.resultId ?? 0)
  return { ...end, outcome: `Version ${lineage.version} of "${name}": ${outcomeOf(changes)}` }
}

/** The training that a bank came from; where that is not kept, as much of it as the bank tells. */
export function requestOf(bank: StoredBank, material: BankMaterial | null, set: TrainingSet): RequestOf<'train'> {
  const { labels } = set
  const told = trainJob.parse(material?.request ?? requestToldBy(bank))
  const { costs, priors } = bank.decision
  const request = {
    ...told,
    labels: wantedLabels(material, set),
    // What a person has decided since the training holds for the next version too.
    costs: costs ?? told.costs,
    priors: told.priors === 'counts' ? told.priors : priors && priorWeights(bank, priors),
  }
  if (!Array.isArray(request.background)) return request
  // Labels that are gone are no part of the background that is measured with held-out recordings.
  const left = request.background.filter((label) => labels.includes(label))
  return { ...request, background: left.length > 0 ? left : 'all' }
}

/** Priors by label, such that a label that the bank does not have yet, and weighs 1, counts like one of the others. */
function priorWeights({ mixtures }: StoredBank, priors: readonly number[]): Record<string, number> {
  return Object.fromEntries(mixtures.map(({ label }, l) => [label, priors[l] * mixtures.length]))
}

function requestToldBy({ training, background, seed, components, mixtures }: StoredBank): object {
  const { componentsBy, ...facts } = training ?? {
    componentsBy: null,
    covarianceType: mixtures[0].mixture.covarianceType,
  }
  return {
    kind: 'train',
    ...facts,
    seed,
    components: componentsBy === null ? components : 'auto',
    ...(componentsBy === null ? {} : { criterion: componentsBy }),
    ...(background && {
      background: [...background.labels],
      backgroundComponents: background.mixture.componentCount,
      adapt: [...background.adapted],
      relevance: background.relevance,
    }),
  }
}

function outcomeOf(changes: readonly LabelChange[]): string {
  const of = (...kinds: LabelChange['change'][]): LabelChange[] =>
    changes.filter(({ change }) => kinds.includes(change))
  const [fitted, removed, same] = [of('changed', 'added', 'unknown'), of('removed'), of('same')]
  const parts = [
    fitted.length > 0
      ? `${counted(fitted.length, 'label')} fitted again (${named(fitted)})`
      : 'no label was fitted again',
    same.length > 0
      ? `${counted(same.length, 'label')} taken over as ${same.length === 1 ? 'it was' : 'they were'}`
      : '',
    removed.length > 0 ? `${counted(removed.length, 'label')} left (${named(removed)})` : '',
  ]
  const told = parts.filter((part) => part !== '').join('; ')
  return `${told}. What is unknown was decided anew, with held-out mixtures of all labels.`
}

function named(changes: readonly LabelChange[]): string {
  const told = changes.slice(0, mostNamed).map(({ label, reason }) => `${label}: ${reason}`)
  const more = changes.length - told.length
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
