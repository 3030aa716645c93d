import { join } from 'node:path'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { columnNames } from '../../../src/features/columnNames'
import { extractFeatures } from '../../../src/features/extractFeatures'
import { defaultRecipe } from '../../../src/features/recipe'
import { speechFrames } from '../../../src/features/speechFrames'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { framesInMemory } from '../../../src/mixture/frameSource'
import { assembleBank } from '../../../src/recognition/assembleBank'
import type { Bank, BankMixture } from '../../../src/recognition/bank'
import { openDecision } from '../../../src/recognition/decision/decision'
import { inSeconds, type Timed } from '../../../src/recognition/timeline/inSeconds'
import { labelTimeline, type TimelineSegment } from '../../../src/recognition/timeline/labelTimeline'
import type { TimelineOptions } from '../../../src/recognition/timeline/timelineOptions'
import { fitLabelSteps } from '../../../src/recognition/trainLabel'
import { chooseVarianceFloor } from '../../../src/recognition/varianceFloor'
import { digitsFolder, type Conversation } from '../clustering/conversations'

const sampleRateHz = 8000
const components = 16

/** A bank of voices of the spoken digits by the default recipe and the defaults of a training, from these takes. */
export async function digitBank(voices: readonly string[], takes: readonly number[]): Promise<Bank> {
  const labels: { label: string; recordings: Frames[] }[] = []
  for (const label of voices) {
    const recordings: Frames[] = []
    for (const take of takes) {
      for (let digit = 0; digit < 10; digit++) {
        const signal = await decodeAudio(join(digitsFolder, `${digit}_${label}_${take}.wav`))
        recordings.push(speechFrames(extractFeatures(signal, defaultRecipe)))
      }
    }
    labels.push({ label, recordings })
  }
  const floor = chooseVarianceFloor(labels, { components })
  const mixtures = labels.map(({ label, recordings }): BankMixture => {
    const steps = fitLabelSteps(label, concatenateFrames(recordings), { components, floor })
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value
  })
  return assembleBank({
    ...{ name: 'Spoken digits', createdAt: 0, recipe: defaultRecipe, sampleRateHz, seed: 0, components },
    ...{ columnNames: columnNames(defaultRecipe), varianceFloor: floor.share, training: null, background: null },
    ...{ mixtures, decision: openDecision('Nothing is called unknown.'), version: 'test' },
    trainingFrames: labels.flatMap(({ recordings }) => recordings.slice(0, 1)),
  })
}

/** The bank without the other labels. */
export function bankOf(bank: Bank, labels: readonly string[]): Bank {
  return { ...bank, mixtures: bank.mixtures.filter(({ label }) => labels.includes(label)) }
}

/** The frames of a conversation by the default recipe, made once for many banks. */
export function framesOf(
  conversation: Conversation,
): (bank: Bank, options?: TimelineOptions) => Timed<TimelineSegment>[] {
  const matrix = extractFeatures(conversation, defaultRecipe)
  const kept = framesInMemory(speechFrames(matrix))
  const durationSeconds = conversation.samples.length / conversation.sampleRateHz
  return (bank, options) =>
    inSeconds(labelTimeline(bank, kept, matrix.speech, options), matrix.frameCount, durationSeconds, defaultRecipe)
}
