import type { EngineClient, Inputs, RecognitionResult, Recording } from '../engine/contract'

const pageSize = 1000

/** Every recording that a query finds, asked for page by page. */
export async function allRecordings(
  client: EngineClient,
  query: Omit<Inputs['recordings']['list'], 'offset' | 'limit'>,
): Promise<Recording[]> {
  const found: Recording[] = []
  for (;;) {
    const { total, rows } = await client.recordings.list({ ...query, offset: found.length, limit: pageSize })
    found.push(...rows)
    if (found.length >= total || rows.length === 0) return found
  }
}

/** Every answer of one label job. */
export async function allResults(client: EngineClient, jobId: number): Promise<RecognitionResult[]> {
  const found: RecognitionResult[] = []
  for (;;) {
    const { total, rows } = await client.recognition.results({
      jobId,
      offset: found.length,
      limit: pageSize,
      sort: 'name',
    })
    found.push(...rows)
    if (found.length >= total || rows.length === 0) return found
  }
}
