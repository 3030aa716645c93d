import { CepstraError } from '../cepstraError'
import type { EngineClient } from '../engine/contract'

/** The bank of the open project with this number or name. @throws CepstraError NOT_FOUND telling which there are. */
export async function namedBank(
  client: EngineClient,
  model: string,
): Promise<{ readonly id: number; readonly name: string; readonly labels: readonly string[] }> {
  const banks = await client.banks.list()
  const bank = banks.find(({ id, name }) => name === model || String(id) === model)
  if (bank) return bank
  const known = banks.map(({ id, name }) => `${id} "${name}"`).join(', ') || 'none yet'
  throw new CepstraError('NOT_FOUND', `This project has no bank "${model}". It has: ${known}.`)
}

/** The newest bank of the open project. @throws CepstraError NOT_FOUND where there is none. */
export async function newestBank(client: EngineClient): Promise<{ readonly id: number; readonly name: string }> {
  const [newest] = await client.banks.list()
  if (newest) return newest
  throw new CepstraError('NOT_FOUND', 'This project has no bank yet. Train one first: cepstra train PROJECT')
}
