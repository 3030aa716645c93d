export interface ClusterAgreement {
  /** The share of all items that belong to the most frequent class of their cluster; 1 where every item is alone. */
  readonly purity: number
  /** 1 for the same partition, 0 what chance gives on average; below 0 for worse. */
  readonly adjustedRandIndex: number
}

/**
 * How well clusters agree with classes: purity, and the Rand index adjusted for chance (Hubert and Arabie 1985, eq. 5;
 * scikit-learn's `adjusted_rand_score`). One entry an item in both lists.
 */
export function clusterAgreement(
  classes: readonly (string | number)[],
  clusters: readonly (string | number)[],
): ClusterAgreement {
  if (classes.length !== clusters.length) {
    throw new RangeError(`${classes.length} classes cannot be compared with ${clusters.length} clusters.`)
  }
  const table = new Map<string | number, Map<string | number, number>>()
  const ofClass = new Map<string | number, number>()
  clusters.forEach((cluster, i) => {
    const row = table.get(cluster) ?? new Map<string | number, number>()
    table.set(cluster, row.set(classes[i], (row.get(classes[i]) ?? 0) + 1))
    ofClass.set(classes[i], (ofClass.get(classes[i]) ?? 0) + 1)
  })
  const rows = [...table.values()].map((row) => [...row.values()])
  const together = sum(rows.flat().map(pairs))
  const inClusters = sum(rows.map((row) => pairs(sum(row))))
  const inClasses = sum([...ofClass.values()].map(pairs))
  const expected = (inClusters * inClasses) / pairs(classes.length)
  const most = (inClusters + inClasses) / 2
  return {
    purity: sum(rows.map((row) => Math.max(...row))) / classes.length,
    // Both partitions are one cluster of all, or all items alone: they are the same.
    adjustedRandIndex: most === expected || classes.length < 2 ? 1 : (together - expected) / (most - expected),
  }
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
