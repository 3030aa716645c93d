import { create } from 'zustand'

/** A stretch of the focused recording, in seconds from its start. */
export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

interface Focus {
  recordingId: number | null
  /** The stretch in view, shared by every time axis; null shows the whole recording. */
  timeRange: TimeRange | null
  playheadSeconds: number
  label: string | null
  bankId: number | null
  /** Index of a component of the focused label's mixture. */
  component: number | null
  focusRecording(recordingId: number | null, atSeconds?: number): void
  setTimeRange(range: TimeRange | null): void
  setPlayhead(seconds: number): void
  focusLabel(label: string | null): void
  focusBank(bankId: number | null): void
  focusComponent(component: number | null): void
}

/** The one focus that all views share: what is looked at here is what is looked at everywhere. */
export const useFocus = create<Focus>()((set, get) => ({
  recordingId: null,
  timeRange: null,
  playheadSeconds: 0,
  label: null,
  bankId: null,
  component: null,
  focusRecording: (recordingId, atSeconds = 0) => {
    if (get().recordingId === recordingId) set({ playheadSeconds: atSeconds || get().playheadSeconds })
    else set({ recordingId, timeRange: null, playheadSeconds: atSeconds })
  },
  setTimeRange: (timeRange) => set({ timeRange }),
  setPlayhead: (seconds) => set({ playheadSeconds: Math.max(0, seconds) }),
  focusLabel: (label) => set((now) => (now.label === label ? {} : { label, component: null })),
  focusBank: (bankId) => set((now) => (now.bankId === bankId ? {} : { bankId, component: null })),
  focusComponent: (component) => set({ component }),
}))
