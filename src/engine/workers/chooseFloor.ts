import { chooseVarianceFloor, type FloorChoice } from '../../recognition/varianceFloor'
import { eachFramesOf, type FrameSource } from './frameSource'

export interface ChooseFloorInput {
  readonly labels: readonly { readonly label: string; readonly sources: readonly FrameSource[] }[]
  readonly components: number
  readonly seed: number
}

/** Chooses the variance floor of a bank from (a part of) its training recordings. */
export async function chooseFloor({ labels, components, seed }: ChooseFloorInput): Promise<FloorChoice> {
  const loaded = []
  for (const { label, sources } of labels) loaded.push({ label, recordings: await eachFramesOf(sources) })
  return chooseVarianceFloor(loaded, { components, seed })
}
