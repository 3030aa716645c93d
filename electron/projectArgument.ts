import { resolve } from 'node:path'

export interface ArgumentContext {
  /** The folder that relative paths start from. */
  readonly workingDirectory: string
  /** In a checkout, the app's own folder, which stands on the command line too: `electron . my-project`. */
  readonly appPath: string | null
}

/** The project that a command line asks for, as an absolute path: its first argument that is not a switch, or null. */
export function projectArgument(
  argv: readonly string[],
  { workingDirectory, appPath }: ArgumentContext,
): string | null {
  const paths = argv.slice(1).map((argument) => (argument.startsWith('-') ? null : resolve(workingDirectory, argument)))
  // What comes before the app's own folder belongs to Electron, such as the file of a `-r`.
  const own = appPath === null ? -1 : paths.indexOf(resolve(appPath))
  if (appPath !== null && own < 0) return null
  return paths.slice(own + 1).find((path) => path !== null) ?? null
}
