import type { EngineClient, Outputs, RecognitionResult } from '../../../src/engine/contract'
import { queryClient } from '../../engine'

type Page = Outputs['recognition']['results']

const pageRows = 1000

/** The answer for one recording from the pages that the list has asked for already. */
export function resultAtHand(bankId: number, recordingId: number): RecognitionResult | undefined {
  for (const [key, data] of queryClient.getQueriesData<Page | RecognitionResult | null>({
    queryKey: ['results', bankId],
  })) {
    if (key.length !== 4 || !data || !('rows' in data)) continue
    const found = data.rows.find((row) => row.recordingId === recordingId)
    if (found) return found
  }
  return undefined
}

/** The answer for one recording, asked of the engine page by page; null where the bank has not heard it. */
export async function oneResult(
  engine: EngineClient,
  bankId: number,
  recordingId: number,
): Promise<RecognitionResult | null> {
  for (let offset = 0; ; offset += pageRows) {
    const { rows, total } = await engine.recognition.results({ bankId, offset, limit: pageRows })
    const found = rows.find((row) => row.recordingId === recordingId)
    if (found) return found
    if (offset + pageRows >= total) return null
  }
}
