import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratchFolder } from '../audio/scratchFolder'
import { startDecoder } from './decoderProcess'

const scratch = scratchFolder()

/** A child that answers well to mutant 0 and does `other` for the rest. */
function child(other: string): string {
  const path = `${scratch.path}/child.mjs`
  writeFileSync(
    path,
    `process.on('message', ({ index }) => {
      const answer = { index, ended: 'audio', isGood: true, milliseconds: 1, peakMegabytes: 50 }
      if (index === 0) process.send(answer)
      else { ${other} }
    })`,
  )
  return path
}

test.each([
  ['a hang', 'for (;;);', /no answer within 1500 ms/],
  ['a crash', 'process.abort()', /ended with SIGABRT/],
  ['an error that nobody caught', 'void Promise.reject(new Error("lost"))', /ended with 1: [^]*lost/],
  ['a quiet end', 'process.exit(0)', /ended with 0/],
  ['too much memory', 'process.send({ ...answer, peakMegabytes: 501 })', /501 MB in memory/],
])('%s is seen by the watchdog', async (_, does, ended) => {
  const decoder = startDecoder(child(does), [], { milliseconds: 1500, megabytes: 500 })
  expect(await decoder.decode(0)).toMatchObject({ isGood: true, ended: 'audio' })
  const outcome = await decoder.decode(1)
  expect(outcome).toMatchObject({ index: 1, isGood: false })
  expect(outcome.ended).toMatch(ended)
  decoder.stop()
})
