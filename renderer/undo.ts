import { create } from 'zustand'

/** Something a person did that can be taken back. */
export interface Act {
  /** Such as "Label 3 recordings". */
  readonly title: string
  undo(): Promise<void>
  redo(): Promise<void>
}

interface History {
  past: readonly Act[]
  future: readonly Act[]
  /** Remembers an act that has just been done. */
  remember(act: Act): void
  undo(): Promise<void>
  redo(): Promise<void>
  forget(): void
}

const kept = 200
let busy = false

/** The acts of this window, latest last. One act is taken back or done again at a time. */
export const useHistory = create<History>()((set, get) => ({
  past: [],
  future: [],
  remember: (act) => set(({ past }) => ({ past: [...past.slice(1 - kept), act], future: [] })),
  undo: async () => {
    const act = get().past.at(-1)
    if (!act || busy) return
    busy = true
    try {
      await act.undo()
      set(({ past, future }) => ({ past: past.slice(0, -1), future: [...future, act] }))
    } finally {
      busy = false
    }
  },
  redo: async () => {
    const act = get().future.at(-1)
    if (!act || busy) return
    busy = true
    try {
      await act.redo()
      set(({ past, future }) => ({ past: [...past, act], future: future.slice(0, -1) }))
    } finally {
      busy = false
    }
  },
  forget: () => set({ past: [], future: [] }),
}))
