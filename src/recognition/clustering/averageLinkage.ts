/** Distances of N things: row i holds those to 0 .. i - 1. */
export type Distances = readonly Float64Array[]

/** Clusters as they were when so many were left, from N down to 1: `levels[count - 1]` has the cluster of each thing. */
export type Levels = readonly Int32Array[]

export function distancesOf<Thing>(things: readonly Thing[], distance: (a: Thing, b: Thing) => number): Distances {
  return things.map((thing, i) => Float64Array.from({ length: i }, (_, j) => distance(thing, things[j])))
}

/**
 * Merges clusters by the smallest mean distance of their members (UPGMA: Sokal and Michener 1958; the update of Lance and
 * Williams 1967), down to one.
 *
 * @param mostKept levels of more clusters than this are not kept.
 */
export function averageLinkage(distances: Distances, mostKept: number): Levels {
  const left = distances.map((row) => row.slice())
  const sizes = new Int32Array(distances.length).fill(1)
  const alive = distances.map((_, i) => i)
  const clusterOf = Int32Array.from(alive)
  const levels: Int32Array[] = []
  const between = (a: number, b: number): number => left[Math.max(a, b)][Math.min(a, b)]
  const nearest = alive.map((i) => nearestOf(i))
  function nearestOf(i: number): number {
    let found = -1
    for (const j of alive) if (j < i && (found < 0 || left[i][j] < left[i][found])) found = j
    return found
  }
  for (;;) {
    if (alive.length <= mostKept) levels[alive.length - 1] = clusterOf.map((cluster) => alive.indexOf(cluster))
    if (alive.length <= 1) return levels
    let i = -1
    for (const row of alive) if (nearest[row] >= 0 && (i < 0 || left[row][nearest[row]] < left[i][nearest[i]])) i = row
    const j = nearest[i]
    alive.splice(alive.indexOf(i), 1)
    for (const other of alive) {
      if (other === j) continue
      const mean = (sizes[i] * between(i, other) + sizes[j] * between(j, other)) / (sizes[i] + sizes[j])
      left[Math.max(j, other)][Math.min(j, other)] = mean
    }
    sizes[j] += sizes[i]
    for (let at = 0; at < clusterOf.length; at++) if (clusterOf[at] === i) clusterOf[at] = j
    for (const row of alive) {
      if (row === j || nearest[row] === i || nearest[row] === j) nearest[row] = nearestOf(row)
      else if (row > j && left[row][j] < left[row][nearest[row]]) nearest[row] = j
    }
  }
}

/**
 * The mean silhouette (Rousseeuw 1987): for each thing by how much nearer its own cluster is than the nearest other, from
 * -1 to 1; things alone in their cluster count 0, and those of cluster -1 are left out. NaN for one cluster.
 */
export function meanSilhouette(distances: Distances, clusterOf: Int32Array): number {
  const count = clusterOf.reduce((most, cluster) => Math.max(most, cluster), 0) + 1
  const sizes = new Int32Array(count)
  for (const cluster of clusterOf) if (cluster >= 0) sizes[cluster]++
  const sums = new Float64Array(count)
  let total = 0
  clusterOf.forEach((own, i) => {
    if (own < 0) return
    sums.fill(0)
    for (let j = 0; j < clusterOf.length; j++) {
      if (j !== i && clusterOf[j] >= 0) sums[clusterOf[j]] += distances[Math.max(i, j)][Math.min(i, j)]
    }
    if (sizes[own] === 1) return
    const inside = sums[own] / (sizes[own] - 1)
    let outside = Infinity
    for (let other = 0; other < count; other++)
      if (other !== own && sizes[other] > 0) outside = Math.min(outside, sums[other] / sizes[other])
    const larger = Math.max(inside, outside)
    total += larger > 0 ? (outside - inside) / larger : 0
  })
  const things = sizes.reduce((sum, size) => sum + size, 0)
  return sizes.filter((size) => size > 0).length < 2 ? NaN : total / things
}
