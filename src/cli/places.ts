/** Where the parts that a command needs stand; the entry knows, since only it knows where it was built to. */
export interface Places {
  readonly workerFile: string
  /** The built page. */
  readonly pageFolder: string
  readonly samplesFolder: string
}
