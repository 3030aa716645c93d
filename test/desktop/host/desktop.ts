import type * as Electron from 'electron'
import type { Page } from 'playwright'

/** The running desktop shell as a specification sees it, whether Electron or the stand-in runs it. */
export interface Desktop {
  /** Runs in the main process with the module "electron"; can use nothing from around it. */
  evaluate<Answer, Input>(
    call: (electron: typeof Electron, input: Input) => Answer | Promise<Answer>,
    input: Input,
  ): Promise<Answer>
  /** The first page whose address passes; waits for it. */
  page(isMeant: (url: string) => boolean): Promise<Page>
  pages(): Page[]
  /** Drops files and folders on the middle of the page, as from a file browser. */
  drop(page: Page, paths: readonly string[]): Promise<void>
  /** A second start of the program beside this one, with the same user data. Answers when it has ended. */
  startAgain(args: readonly string[]): Promise<void>
  /** Asks the program to quit and answers with its exit code. */
  quit(): Promise<number | null>
  /** What the main process and the engine printed. */
  output(): string
}

export interface DesktopOptions {
  /** A folder for everything that would stand in a person's home. */
  readonly home: string
  readonly args?: readonly string[]
}
