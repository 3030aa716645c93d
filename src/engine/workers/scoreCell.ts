import type { MessagePort } from 'node:worker_threads'
import type { Frames } from '../../mixture/frames'
import {
  scoreCellSteps,
  type CellFitOptions,
  type CellTrial,
  type HeldOutFold,
  type SelectionCell,
} from '../../mixture/selection/scoreCell'
import { runSteps } from './runSteps'

export interface ScoreCellInput {
  /** On shared memory. */
  readonly frames: Frames
  readonly cell: SelectionCell
  readonly options: CellFitOptions
  readonly heldOut?: HeldOutFold
  readonly port?: MessagePort
}

/** Fits one cell of a grid and scores it. */
export function scoreCell({ frames, cell, options, heldOut }: ScoreCellInput): Promise<CellTrial> {
  return runSteps(scoreCellSteps(frames, cell, options, heldOut), {})
}
