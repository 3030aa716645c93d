import { createHash } from 'node:crypto'
import { isCepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import type { StoredBank } from '../../project/bankStore'
import type { StoredRecording } from '../../project/recordingStore'
import type { Labeling } from '../../recognition/labelRecording'
import type { WireError } from '../contract'
import type { WorkerPool } from '../pool'
import type { FrameSource } from '../workers/frameSource'
import type { LabelOutcome } from '../workers/labelTogether'
import { wireErrorOf } from '../wireError'
import { bankLabeler } from './bankLabeler'
import { ensureFeatures, sourceOf } from './ensureFeatures'
import { extractTogether } from './extractTogether'
import type { ReadingContext } from './jobContext'

/** What a result's body holds: an answer, or the recording's own error. */
export type ResultBody =
  | {
      readonly labeling: Labeling
      /** What the answer follows from beside the bank's mixtures; older answers do not tell it. */
      readonly of?: { readonly contentHash: string | null; readonly decision: string }
    }
  | { readonly error: WireError }

/** A bank made ready to label many recordings. */
export interface AnsweringBank {
  readonly bank: StoredBank
  readonly label: ReturnType<typeof bankLabeler>
  /** Tells its decision from any other, since that can be made anew. */
  readonly decision: string
}

/** @param recordings how many are to be labeled; where that is not known, as many as there are. */
export function answeringBank(
  bank: StoredBank,
  recordings: number,
  { run }: Pick<ReadingContext, 'run'>,
  pool: Pick<WorkerPool, 'threadCount' | 'shardFile'>,
): AnsweringBank {
  const decision = createHash('sha256').update(JSON.stringify(bank.decision)).digest('hex').slice(0, 16)
  return { bank, label: bankLabeler(bank, recordings, run, pool), decision }
}

/** Errors sort before every answer when sorted by doubt: a person has to look at them first. */
const doubtOfError = 1e9

export interface Answered {
  readonly recording: StoredRecording
  readonly body: ResultBody
  /** Whether it stands in the project; not where the recording was taken out meanwhile. */
  readonly kept: boolean
  /** Whether it was given now, and not taken over. */
  readonly isNew: boolean
}

/**
 * Labels some recordings by a bank: computes the features that are missing, scores those of one batch in one task, and keeps
 * the answers in one transaction. In the order of the recordings.
 *
 * @param jobId whose answers these are; 0 for none's.
 * @param keepAnswers take over what this bank answered before, where neither the recording nor the decision changed.
 * @throws CepstraError NOT_FOUND where the bank has been removed meanwhile.
 */
export async function answerTogether(
  recordings: readonly StoredRecording[],
  answering: AnsweringBank,
  { jobId, keepAnswers }: { readonly jobId: number; readonly keepAnswers: boolean },
  context: ReadingContext,
): Promise<Answered[]> {
  const { results, database, banks } = context.project
  const { bank } = answering
  const known = new Map<number, ResultBody>()
  if (keepAnswers) {
    for (const recording of recordings) {
      const body = standingAnswer(recording, answering, context)
      if (body) known.set(recording.id, body)
    }
  }
  const fresh = await answersOf(
    recordings.filter(({ id }) => !known.has(id)),
    answering,
    context,
  )
  const answered = database.transaction(() =>
    recordings.map((recording): Answered => {
      const before = known.get(recording.id)
      if (before) {
        results.takeOver(recording.id, bank.id, jobId)
        return { recording, body: before, kept: true, isNew: false }
      }
      const body = fresh.get(recording.id)
      if (!body) throw new Error(`Nothing was answered of recording ${recording.id}.`)
      const doubt = 'error' in body ? doubtOfError : doubtOf(body.labeling)
      const kept = results.put({
        ...{ recordingId: recording.id, bankId: bank.id, jobId, doubt },
        body: JSON.stringify(body),
      })
      return { recording, body, kept, isNew: true }
    }),
  )
  // A recording that was taken out meanwhile is no loss; a bank that was throws.
  if (answered.some(({ kept }) => !kept)) banks.get(bank.id)
  return answered
}

/** What the bank has answered of a recording before; null where it would be asked again. */
function standingAnswer(
  { id, contentHash }: StoredRecording,
  { bank, decision }: AnsweringBank,
  { project }: ReadingContext,
): ResultBody | null {
  const stored = project.results.get(id, bank.id)
  if (!stored) return null
  const body = JSON.parse(stored.body) as ResultBody
  if ('error' in body || contentHash === null) return null
  return body.of?.contentHash === contentHash && body.of.decision === decision ? body : null
}

async function answersOf(
  recordings: readonly StoredRecording[],
  answering: AnsweringBank,
  context: ReadingContext,
): Promise<Map<number, ResultBody>> {
  const { bank, decision } = answering
  const answers = new Map<number, ResultBody>()
  const asked: { readonly recording: StoredRecording; readonly source: FrameSource }[] = []
  for (const [recording, found] of await framesOf(recordings, bank, context)) {
    if ('error' in found) answers.set(recording.id, found)
    else asked.push({ recording: found.recording, source: found.source })
  }
  const outcomes = await labelAll(
    asked.map(({ source }) => source),
    answering,
    context,
  )
  asked.forEach(({ recording }, i) => {
    const outcome = outcomes[i]
    const { contentHash } = recording
    if ('error' in outcome) answers.set(recording.id, outcome)
    else if (isScored(outcome.labeling)) {
      answers.set(recording.id, { labeling: outcome.labeling, of: { contentHash, decision } })
    } else answers.set(recording.id, { error: farFromEverything(bank) })
  })
  return answers
}

type FramesFound = { readonly recording: StoredRecording; readonly source: FrameSource } | { readonly error: WireError }

/** Where the frames of each recording are, by the recording as it was asked for. */
async function framesOf(
  recordings: readonly StoredRecording[],
  bank: StoredBank,
  context: ReadingContext,
): Promise<Map<StoredRecording, FramesFound>> {
  const frontEnd = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz }
  const hash = recipeHash(frontEnd.recipe, frontEnd.sampleRateHz)
  const together = await extractTogether(recordings, frontEnd, context)
  const found = new Map<StoredRecording, FramesFound>()
  for (const recording of recordings) {
    const { contentHash } = recording
    const isDone = together.kept.has(recording) || together.computed.has(recording)
    const done = isDone && contentHash !== null && context.project.features.get(contentHash, hash)
    const { facts, recording: current } = done
      ? { facts: done, recording }
      : await ensureFeatures(recording, frontEnd, context)
    const source = sourceOf(facts)
    if (facts.error) found.set(recording, { error: facts.error })
    else found.set(recording, source ? { recording: current, source } : { error: noSound })
  }
  return found
}

const noSound: WireError = {
  code: 'TOO_FEW_FRAMES',
  message:
    'No frame of this recording holds sound: voice activity dropped all of them. Try a louder or longer recording.',
}

async function labelAll(
  sources: readonly FrameSource[],
  answering: AnsweringBank,
  context: ReadingContext,
): Promise<readonly LabelOutcome[]> {
  const { bank, label } = answering
  try {
    return await label(sources)
  } catch (error) {
    if (context.signal.aborted || (isCepstraError(error) && error.code === 'CANCELLED')) throw error
    if (sources.length === 1) {
      if (!isCepstraError(error)) context.log.error({ err: error, bank: bank.id }, 'a recording could not be labeled')
      const { code, message } = wireErrorOf(error)
      return [{ error: { code, message } }]
    }
    // One of them brought the scoring down; which of them, each by itself will tell.
    const outcomes: LabelOutcome[] = []
    for (const source of sources) outcomes.push(...(await labelAll([source], answering, context)))
    return outcomes
  }
}

function isScored({ ranked }: Labeling): boolean {
  return ranked.every(({ score, posterior }) => Number.isFinite(score) && Number.isFinite(posterior))
}

function farFromEverything({ name }: StoredBank): WireError {
  return {
    code: 'MODEL_MISMATCH',
    message: `This recording lies so far from everything in "${name}" that it cannot be scored. Train a bank on recordings of its kind.`,
  }
}

/** 0 for certain to 1 for a coin toss between the two best; what falls under the threshold comes first. */
function doubtOf(labeling: Labeling): number {
  return (labeling.unknown ? 1 : 0) + (1 - (labeling.ranked[0]?.posterior ?? 0))
}
