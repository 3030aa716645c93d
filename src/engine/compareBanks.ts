import type { Project } from '../project/project'
import type { StoredBank } from '../project/bankStore'
import { bankDifferences, type ComparedLabel } from '../recognition/compareBanks'
import { compareAnswers, type AnswerComparison, type ComparedAnswer } from '../recognition/evaluation/compareAnswers'
import type { BankComparison } from './contract'
import { counted } from './counted'
import type { ResultBody } from './jobs/answerTogether'

/** Answers that are read at a time. */
const pageSize = 1000

/** Puts together what two banks have to do with each other, from what became of their labels. */
export function compareBanks(
  first: StoredBank,
  second: StoredBank,
  labels: readonly ComparedLabel[],
  project: Project,
): BankComparison {
  const differences = bankDifferences(first, second)
  const { answers, note } = pairedAnswers(first, second, project)
  const counts = (['refitted', 'added', 'removed', 'same'] as const).flatMap((change) => {
    const count = labels.filter((label) => label.change === change).length
    return count === 0 ? [] : [`${counted(count, 'label')} ${change}`]
  })
  const others = differences.length === 0 ? '' : ` Also different: ${differences.map(({ what }) => what).join(', ')}.`
  const paired = answers ? ` ${answers.outcome}` : ''
  return {
    ...{ first: first.id, second: second.id },
    labels: [...labels],
    differences,
    answers: answers && {
      recordings: answers.shared,
      bothRight: answers.bothRight,
      onlyFirstRight: answers.onlyFirstRight,
      onlySecondRight: answers.onlySecondRight,
      bothWrong: answers.bothWrong,
      pValue: answers.pValue,
    },
    answersNote: note,
    outcome: `${counts.join(', ')}.${others}${paired}`,
  }
}

interface PairedAnswers {
  readonly answers: AnswerComparison | null
  readonly note: string
}

/** What both answered to recordings whose label a person has told, and which neither has learned from. */
function pairedAnswers(first: StoredBank, second: StoredBank, project: Project): PairedAnswers {
  const learned = [first, second].map(({ id }) => project.banks.material(id))
  const [one, two] = [first, second].map(({ id }) => answersOf(id, project))
  const isLearned = (hash: string): boolean =>
    learned.some((material) => material?.labels.some(({ contents }) => contents.includes(hash)) ?? false)
  const unseen = one.filter(({ contentHash }) => contentHash === null || !isLearned(contentHash))
  const answers = compareAnswers(unseen, two, ['The first bank', 'the second bank'])
  const unknown = learned.filter((material) => material === null).length
  const doubt =
    unknown > 0
      ? ` Of ${counted(unknown, 'bank')} it is not known what it has learned from, so some may be among them.`
      : ''
  if (answers.shared > 0) {
    const left = one.length - unseen.length
    const leftOut = left > 0 ? ` ${counted(left, 'recording')} that one of them has learned from left out.` : ''
    return {
      answers,
      note: `${counted(answers.shared, 'recording')} of known label that both answered.${leftOut}${doubt}`,
    }
  }
  return {
    answers: null,
    note:
      'There is no recording of known label that both have answered and neither has learned from. ' +
      'Label the same recordings with both banks and correct the answers, or compare evaluations.',
  }
}

function answersOf(
  bankId: number,
  { results, recordings }: Project,
): (ComparedAnswer & { contentHash: string | null })[] {
  const found: (ComparedAnswer & { contentHash: string | null })[] = []
  for (let offset = 0; ; offset += pageSize) {
    const { rows, total } = results.list({ bankId, offset, limit: pageSize, sort: 'added' })
    for (const { recordingId, body, corrected } of rows) {
      const answer = JSON.parse(body) as ResultBody
      const recording = recordings.get(recordingId)
      const truth = corrected ?? recording?.label ?? null
      if ('error' in answer || !recording || truth === null) continue
      const { name, contentHash } = recording
      found.push({ recordingId, name, truth, best: answer.labeling.best, contentHash })
    }
    if (offset + pageSize >= total) return found
  }
}
