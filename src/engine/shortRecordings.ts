/**
 * A recording whose file is no longer than this is short: some seconds of sound, whatever its format. It is read at once, and
 * its features share a file with those of others. Each longer one is finished by itself.
 */
export const shortBytes = 1 << 18
