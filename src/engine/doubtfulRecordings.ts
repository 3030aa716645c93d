import type { Project } from '../project/project'
import type { StoredRecording } from '../project/recordingStore'
import type { HeldOutFold } from '../recognition/heldOut'
import { resultOf } from './calls/wireResult'
import type { DoubtfulRecording, Outputs, RecognitionResult } from './contract'
import { counted } from './counted'
import type { ResultBody } from './jobs/answerTogether'

type DoubtfulRecordings = Outputs['recognition']['doubtful']
type HeldOutAnswer = Pick<Outputs['evaluations']['recordings'][number], 'recordingId' | 'truth' | 'best' | 'margin'> &
  Partial<Outputs['evaluations']['recordings'][number]>

/** A best label at least so probable leaves no doubt worth a person's time. */
const certain = 0.9

/**
 * The recordings whose answers or labels are most worth a person's ear: of what a bank has answered, errors, unknown ones and
 * close calls that nobody has corrected; and of the training recordings those that held-out mixtures of the bank's training
 * or of the newest evaluation took for another label, the more surely the higher: a label that was given wrongly looks so.
 *
 * @throws CepstraError NOT_FOUND where there is no such bank.
 */
export function doubtfulRecordings(project: Project, bankId: number, limit: number): DoubtfulRecordings {
  const bank = project.banks.get(bankId)
  const { rows } = project.results.list({ bankId, offset: 0, limit, sort: 'doubt' })
  const answered = rows.flatMap((row) => {
    const recording = project.recordings.get(row.recordingId)
    if (recording?.role !== 'query' || row.corrected !== null) return []
    return doubtOf(recording, resultOf(recording, row, JSON.parse(row.body) as ResultBody)) ?? []
  })
  const evaluation = project.evaluations.list().at(0)
  const trials = (project.banks.trials(bankId) ?? []).flatMap(answersOf)
  const evaluated = evaluation ? (JSON.parse(evaluation.recordings) as HeldOutAnswer[]) : []
  // The mixtures of an evaluation are fitted to all that there is, so where both have answered it is the one to ask.
  const heldOut = new Map(
    [...trials, ...evaluated.filter(({ known = true }) => known)].map((one) => [one.recordingId, one]),
  )
  const suspects = [...heldOut.values()].flatMap(
    (answer) => suspectOf(project.recordings.get(answer.recordingId), answer) ?? [],
  )
  const all = [...answered, ...suspects].sort((a, b) => b.doubt - a.doubt || a.recordingId - b.recordingId)
  const training =
    heldOut.size > 0
      ? `held-out answers to ${counted(heldOut.size, 'training recording')}`
      : 'no training recordings, for none was held out. Evaluate the project to have them looked at too'
  const note = `Looked at the answers of "${bank.name}" to other recordings, and at ${training}.`
  return { rows: all.slice(0, limit), note }
}

/** What the mixtures of a fold made of the recordings that it held out, by likelihood alone. */
function answersOf({ labels, trials }: HeldOutFold): HeldOutAnswer[] {
  return trials.flatMap(({ recordingId, truth, base: { likelihoods } }) => {
    const own = labels.indexOf(truth)
    if (recordingId === undefined || own < 0) return []
    const best = likelihoods.reduce((top, likelihood, l) => (likelihood > likelihoods[top] ? l : top), own)
    return [{ recordingId, truth, best: labels[best], margin: likelihoods[best] - likelihoods[own] }]
  })
}

function doubtOf(recording: StoredRecording, result: RecognitionResult): DoubtfulRecording | null {
  const { best, unknown, margin, ranked, error } = result
  const common = { ...factsOf(recording), best, margin }
  // It takes no listening to see that a file is broken, but it takes somebody.
  if (error) return { ...common, kind: 'unreadable', doubt: 3, reason: error.message }
  const [first, second] = ranked
  if (unknown) {
    const reason = `It is like none of the labels: "${first.label}" is nearest, and below the threshold for unknown.`
    return { ...common, kind: 'unknown', doubt: 2 - first.posterior, reason }
  }
  if (ranked.length < 2 || first.posterior >= certain) return null
  const reason =
    `It is taken for "${first.label}" with a probability of ${percent(first.posterior)}; ` +
    `"${second.label}" is ${nats(margin ?? 0)} a frame behind.`
  return { ...common, kind: 'unsure', doubt: 1 - first.posterior, reason }
}

/** A training recording that was answered with another label than its own; null where it has another label by now. */
function suspectOf(recording: StoredRecording | undefined, answer: HeldOutAnswer): DoubtfulRecording | null {
  const { truth, best, margin } = answer
  if (recording?.role !== 'training' || recording.label !== truth || best === truth) return null
  const lead = (answer.evidence ?? null) !== null ? (answer.evidence ?? 0) - (answer.truthEvidence ?? 0) : margin
  const reason =
    `It is labeled "${truth}", but mixtures that had not seen it take it for "${best}", ` +
    `which is ${nats(lead)} a frame ahead. Listen whether the label is right.`
  return { ...factsOf(recording), best, margin: lead, kind: 'mislabeled', doubt: 1 + lead, reason }
}

function factsOf({ id, name, path, role, label }: StoredRecording) {
  return { recordingId: id, name, path, role, label }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

function nats(value: number): string {
  return `${value.toFixed(2)} nats`
}
