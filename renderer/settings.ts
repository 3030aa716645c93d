import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type ThemeChoice = 'auto' | 'light' | 'dark'

interface Settings {
  theme: ThemeChoice
  /** The line under each chart that tells how to read it. */
  hintsShown: boolean
  stepsShown: boolean
  /** Widths in pixels of the side panels, by screen and side. */
  panelWidths: Readonly<Record<string, number>>
  /** Stages of the recipe that stand open in its form. */
  openStages: readonly string[]
  /** What is drawn as lines below the features, as `trackChoices` names it. */
  tracks: readonly string[]
  setTheme(theme: ThemeChoice): void
  toggleHints(): void
  showSteps(shown: boolean): void
  setPanelWidth(panel: string, pixels: number): void
  toggleStage(stage: string): void
  setTracks(tracks: readonly string[]): void
}

/** What a person set up for themselves on this machine; kept in localStorage. */
export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      theme: 'auto',
      hintsShown: true,
      stepsShown: true,
      panelWidths: {},
      openStages: ['frame', 'cepstrum', 'dynamics'],
      tracks: ['level', 'column:c1'],
      setTheme: (theme) => set({ theme }),
      toggleHints: () => set(({ hintsShown }) => ({ hintsShown: !hintsShown })),
      showSteps: (stepsShown) => set({ stepsShown }),
      setPanelWidth: (panel, pixels) =>
        set(({ panelWidths }) => ({ panelWidths: { ...panelWidths, [panel]: Math.round(pixels) } })),
      toggleStage: (stage) =>
        set(({ openStages }) => ({
          openStages: openStages.includes(stage) ? openStages.filter((open) => open !== stage) : [...openStages, stage],
        })),
      setTracks: (tracks) => set({ tracks }),
    }),
    { name: 'cepstra-settings' },
  ),
)
