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
  setTheme(theme: ThemeChoice): void
  toggleHints(): void
  showSteps(shown: boolean): void
  setPanelWidth(panel: string, pixels: number): void
}

/** What a person set up for themselves on this machine; kept in localStorage. */
export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      theme: 'auto',
      hintsShown: true,
      stepsShown: true,
      panelWidths: {},
      setTheme: (theme) => set({ theme }),
      toggleHints: () => set(({ hintsShown }) => ({ hintsShown: !hintsShown })),
      showSteps: (stepsShown) => set({ stepsShown }),
      setPanelWidth: (panel, pixels) =>
        set(({ panelWidths }) => ({ panelWidths: { ...panelWidths, [panel]: Math.round(pixels) } })),
    }),
    { name: 'cepstra-settings' },
  ),
)
