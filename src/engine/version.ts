import packageJson from '../../package.json' with { type: 'json' }

/** The version of this program, written into everything it makes. */
export const version: string = packageJson.version
