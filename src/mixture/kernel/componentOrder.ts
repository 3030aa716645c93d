/** What decides the order of components: K x D means, and their distances from each other in terms of `deviations`. */
export interface PlacedComponents {
  readonly componentCount: number
  readonly dimensions: number
  readonly means: Float64Array
  /** 1 / standard deviation of a component in a column. */
  readonly deviations: (component: number, column: number) => number
}

/**
 * The order in which components stand in the kernel's vectors: those that `isApart` first, and neighbors beside each
 * other, so that many frames have no share in `together` components at once, which are then passed over. The components
 * are halved where their means are spread out most, measured in standard deviations, until `together` are left.
 */
export function componentOrder(
  components: PlacedComponents,
  together: number,
  isApart: (component: number) => boolean,
): number[] {
  const all = Array.from({ length: components.componentCount }, (_, k) => k)
  const apart = all.filter(isApart)
  const others = all.filter((k) => !isApart(k))
  return [...halved(components, apart, together), ...halved(components, others, together)]
}

function halved(components: PlacedComponents, list: readonly number[], together: number): readonly number[] {
  if (list.length <= together) return list
  const { dimensions, means } = components
  const column = widestColumn(components, list)
  const sorted = [...list].sort((a, b) => means[a * dimensions + column] - means[b * dimensions + column])
  const half = together * Math.ceil(list.length / together / 2)
  return [...halved(components, sorted.slice(0, half), together), ...halved(components, sorted.slice(half), together)]
}

/** The column with the largest variance of the means in terms of the components' mean variance. */
function widestColumn({ dimensions, means, deviations }: PlacedComponents, list: readonly number[]): number {
  let widest = 0
  let largest = -1
  for (let j = 0; j < dimensions; j++) {
    let sum = 0
    let variance = 0
    for (const k of list) {
      sum += means[k * dimensions + j]
      variance += 1 / (deviations(k, j) * deviations(k, j))
    }
    let squares = 0
    for (const k of list) squares += (means[k * dimensions + j] - sum / list.length) ** 2
    if (squares / variance > largest) {
      largest = squares / variance
      widest = j
    }
  }
  return widest
}
