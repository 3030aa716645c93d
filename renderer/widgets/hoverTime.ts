import { create } from 'zustand'

/** The time under the pointer, drawn on every time axis at once. */
export const useHoverTime = create<{ seconds: number | null }>()(() => ({ seconds: null }))
