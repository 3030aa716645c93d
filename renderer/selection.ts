import { create } from 'zustand'

/** The recordings picked out in the table, by id. */
export const useSelection = create<{ ids: ReadonlySet<number> }>()(() => ({ ids: new Set<number>() }))

export function select(ids: Iterable<number>): void {
  useSelection.setState({ ids: new Set(ids) })
}
