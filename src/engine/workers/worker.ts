import { tryFloors, varianceOf } from './chooseFloor'
import { clusterRecordings } from './clusterRecordings'
import { compareMixtures as compareMixturesTask } from './compareMixtures'
import { cutAudio } from './cutAudio'
import { decideOf } from './decideOf'
import { drawSample as drawSampleTask } from './drawSample'
import { drawSpectrogram } from './drawSpectrogram'
import { drawWaveform } from './drawWaveform'
import { extractRecording } from './extractRecording'
import { areAsInspected as areAsInspectedTask, extractShortRecordings } from './extractShortRecordings'
import { fileFeatures as fileFeaturesTask } from './fileFeatures'
import { findFiles as findFilesTask } from './findFiles'
import { fitLabel as fitLabelTask } from './fitLabel'
import { fitTable as fitTableTask } from './fitTable'
import { gatherTable as gatherTableTask } from './gatherTable'
import { describeGiven as describeGivenTask } from './inspectGiven'
import { inspectRecordings } from './inspectRecordings'
import { listGiven as listGivenTask } from '../../project/givenFile'
import { measureColumns as measureColumnsTask } from './measureColumns'
import { measureEvaluation as measureEvaluationTask } from './measureEvaluation'
import { reporting } from './outcome'
import { previewFeatures } from './previewFeatures'
import { readTable as readTableTask } from './readTable'
import { recordingFacts } from './recordingFacts'
import { scatterFrames } from './scatterFrames'
import { scoreCell as scoreCellTask } from './scoreCell'
import { labelOverTime as labelOverTimeTask } from './labelOverTime'
import { labelTogether as labelTogetherTask } from './labelTogether'
import { labelOne, scoreAllHeldOut } from './scoreRecording'
import { gatherFrames } from './sharedFrames'
import { traceColumns as traceColumnsTask } from './traceColumns'
import { traceComponents as traceComponentsTask, traceScores as traceScoresTask } from './traceRecording'

// The entry of a worker thread: one export a task. Each is a pure function of its input, apart from the files it names.
export const findFiles = reporting(findFilesTask)
export const inspect = reporting(inspectRecordings)
export const describeGiven = reporting(describeGivenTask)
export const listGiven = reporting(listGivenTask)
export const extract = reporting(extractRecording)
export const extractShort = reporting(extractShortRecordings)
export const areAsInspected = reporting(areAsInspectedTask)
export const measureColumns = reporting(measureColumnsTask)
export const measureEvaluation = reporting(measureEvaluationTask)
export const fitLabel = reporting(fitLabelTask)
export const pooledVariance = reporting(varianceOf)
export const floorTrial = reporting(tryFloors)
export const label = reporting(labelOne)
export const labelTogether = reporting(labelTogetherTask)
export const labelOverTime = reporting(labelOverTimeTask)
export const compareMixtures = reporting(compareMixturesTask)
export const scoreHeldOut = reporting(scoreAllHeldOut)
export const decide = reporting(decideOf)
export const facts = reporting(recordingFacts)
export const waveform = reporting(drawWaveform)
export const audio = reporting(cutAudio)
export const preview = reporting(previewFeatures)
export const spectrogram = reporting(drawSpectrogram)
export const fileFeatures = reporting(fileFeaturesTask)
export const scatter = reporting(scatterFrames)
export const traceColumns = reporting(traceColumnsTask)
export const traceScores = reporting(traceScoresTask)
export const traceComponents = reporting(traceComponentsTask)
export const gather = reporting(gatherFrames)
export const gatherTable = reporting(gatherTableTask)
export const cluster = reporting(clusterRecordings)
export const scoreCell = reporting(scoreCellTask)
export const readTable = reporting(readTableTask)
export const fitTable = reporting(fitTableTask)
export const drawSample = reporting(drawSampleTask)

const tasks = {
  findFiles,
  inspect,
  describeGiven,
  listGiven,
  extract,
  extractShort,
  areAsInspected,
  measureColumns,
  measureEvaluation,
  fitLabel,
  pooledVariance,
  floorTrial,
  label,
  labelTogether,
  labelOverTime,
  compareMixtures,
  scoreHeldOut,
  decide,
  facts,
  waveform,
  audio,
  preview,
  spectrogram,
  fileFeatures,
  scatter,
  traceColumns,
  traceScores,
  traceComponents,
  gather,
  gatherTable,
  cluster,
  scoreCell,
  readTable,
  fitTable,
  drawSample,
}

/** The tasks by the names under which the pool runs them. */
export type Tasks = typeof tasks

export default tasks
