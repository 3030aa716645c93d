import type { EngineClient } from '../../../src/engine/contract'
import { download, host } from '../../host'

/**
 * Saves a bank where the person chooses on the desktop, or as a download in a browser.
 * Answers with a sentence on where it went, or null when the person thought better of it.
 */
export async function exportBank(
  engine: EngineClient,
  bank: { readonly id: number; readonly name: string },
  format: 'json' | 'npz',
): Promise<string | null> {
  const name = bank.name.replace(/[^\p{L}\p{N} ._-]+/gu, '_')
  const path = await host.pickSavePath(`${name}${format === 'json' ? '.cepstra.json' : '.npz'}`)
  if (path === null) return null
  if (path !== undefined) {
    const written = await engine.banks.exportTo({ id: bank.id, format, path })
    return `Saved to ${written.path}`
  }
  const { fileName, content } = await engine.banks.export({ id: bank.id, format })
  download(fileName, content)
  return `${fileName} is among your downloads`
}
