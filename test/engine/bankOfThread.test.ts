import { expect, test } from 'vitest'
import { bankLabeler } from '../../src/engine/jobs/bankLabeler'
import { bankOfThread, type BankSent } from '../../src/engine/workers/bankOfThread'
import { trainedBank } from '../recognition/trainedBank'

const bank = trainedBank()

test('a thread keeps the bank that it was sent last, and lacks any other', () => {
  expect(bankOfThread({ key: 'a', bank: null })).toBeNull()
  expect(bankOfThread({ key: 'a', bank })).toBe(bank)
  expect(bankOfThread({ key: 'a', bank: null })).toBe(bank)
  const other = { ...bank }
  expect(bankOfThread({ key: 'b', bank: other })).toBe(other)
  expect(bankOfThread({ key: 'a', bank: null })).toBeNull()
})

test('a job sends a thread its bank once, however many recordings it labels', async () => {
  let sent = 0
  const run = (_name: string, input: BankSent) => {
    if (input.bank) sent++
    return Promise.resolve(bankOfThread(input) && { best: 'ant' })
  }
  const label = bankLabeler(bank, 5, run as never, { threadCount: 2, shardFile: '' })
  for (let i = 0; i < 5; i++) expect(await label([{ path: '', speech: new Uint8Array(0) } as never])).toHaveLength(1)
  expect(sent).toBe(1)
})
