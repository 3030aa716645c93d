import { describe, expect, it } from 'vitest'
import { inSeconds } from '../../../src/recognition/timeline/inSeconds'

const recipe = { framing: 'whole', frameSeconds: 0.025, hopSeconds: 0.01 } as const

describe('the times of segments', () => {
  it('stand halfway between the middles of frames, and at the ends of the recording', () => {
    const segments = [
      { first: 0, after: 10 },
      { first: 10, after: 98 },
    ]
    expect(inSeconds(segments, 98, 1, recipe)).toEqual([
      { startSeconds: 0, endSeconds: 0.1075 },
      { startSeconds: 0.1075, endSeconds: 1 },
    ])
    const centered = inSeconds(segments, 98, 1, { ...recipe, framing: 'centered' })
    expect(centered[0].endSeconds).toBe(0.095)
  })

  it('never lie outside of the recording, and keep what else is known of a segment', () => {
    const segments = [{ first: 0, after: 1, kind: 'label' }]
    expect(inSeconds(segments, 3, 0.001, recipe)).toEqual([{ startSeconds: 0, endSeconds: 0.001, kind: 'label' }])
  })
})
