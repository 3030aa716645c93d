import { app, type WebContents } from 'electron'
import { channels } from './channels'

/**
 * Projects that are asked for outside of the page: on the command line, by a second start, from the system's list of
 * recent documents. One that comes before there is a page that listens is kept for it.
 */
export class ProjectRequests {
  #listening: WebContents | null = null
  #waiting: string | null = null

  ask(path: string): void {
    if (this.#listening) this.#send(this.#listening, path)
    else this.#waiting = path
  }

  /** From now on, `contents` shows a page that listens. */
  listen(contents: WebContents): void {
    if (this.#listening !== contents) {
      this.#listening = contents
      contents.once('destroyed', () => {
        if (this.#listening === contents) this.#listening = null
      })
    }
    if (this.#waiting === null) return
    this.#send(contents, this.#waiting)
    this.#waiting = null
  }

  #send(contents: WebContents, path: string): void {
    app.addRecentDocument(path)
    contents.send(channels.openProject, path)
  }
}
