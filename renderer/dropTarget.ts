import { useEffect } from 'react'
import { create } from 'zustand'

interface DropTarget {
  /** What is said while files hang over the page. */
  readonly words: string
  take(paths: string[]): void
}

/** Where dropped files go while a screen claims them; otherwise they open the import sheet. */
export const useDropTargets = create<{ target: DropTarget | null }>()(() => ({ target: null }))

/** Claims everything dropped anywhere on the page for as long as the calling component is shown. */
export function useDropTarget(words: string, take: (paths: string[]) => void): void {
  useEffect(() => {
    const target = { words, take }
    useDropTargets.setState({ target })
    return () => {
      if (useDropTargets.getState().target === target) useDropTargets.setState({ target: null })
    }
  }, [words, take])
}
