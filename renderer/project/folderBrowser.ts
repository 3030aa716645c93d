import { create } from 'zustand'

/** What is being looked for on the engine's machine. */
export type PathKind = 'files' | 'folders' | 'project'

interface FolderBrowserRequest {
  kind: PathKind | null
  answer: (paths: string[]) => void
}

/** The question that the in-page folder browser is answering, if any. */
export const useFolderBrowser = create<FolderBrowserRequest>()(() => ({ kind: null, answer: () => undefined }))

/** Shows the folder browser; resolves with the chosen paths on the engine's machine, empty when cancelled. */
export function askForPaths(kind: PathKind): Promise<string[]> {
  useFolderBrowser.getState().answer([])
  return new Promise((resolve) => {
    useFolderBrowser.setState({
      kind,
      answer: (paths) => {
        useFolderBrowser.setState({ kind: null, answer: () => undefined })
        resolve(paths)
      },
    })
  })
}
