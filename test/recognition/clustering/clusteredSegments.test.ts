import { expect, test } from 'vitest'
import { clusteredSegments, prototypesOf } from '../../../src/recognition/clustering/clusteredSegments'

const times = { hopSeconds: 0.01, firstMiddleSeconds: 0.0125 }

/** Frames that are kept where the text has an x. */
function speechOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => (letter === 'x' ? 1 : 0))
}

test('segments go over short pauses, end at long ones, and border halfway between the middles of two frames', () => {
  const speech = [speechOf('-'.repeat(100) + 'x'.repeat(50) + '-'.repeat(20) + 'x'.repeat(50) + '-'.repeat(60) + 'xx')]
  const stretches = [
    { recording: 0, from: 0, to: 80, cluster: 1, typicality: 2 },
    { recording: 0, from: 80, to: 102, cluster: 0, typicality: 1 },
  ]
  const segments = clusteredSegments(stretches, { ...times, speech })
  const rounded = segments.map(({ startSeconds, endSeconds, speechSeconds, cluster }) =>
    [startSeconds, endSeconds, speechSeconds, cluster].map((value) => Number(value.toFixed(4))),
  )
  expect(rounded).toEqual([
    [1.0075, 2.0075, 0.8, 1],
    [2.0075, 2.2075, 0.2, 0],
    [2.8075, 2.8275, 0.02, 0],
  ])
})

test('prototypes are the most typical segments of a second or more, cut at 6 s; without such, what there is', () => {
  const segment = (startSeconds: number, seconds: number, cluster: number, typicality: number) => {
    return {
      recording: 0,
      startSeconds,
      endSeconds: startSeconds + seconds,
      cluster,
      speechSeconds: seconds,
      typicality,
    }
  }
  const segments = [segment(0, 0.5, 0, 9), segment(1, 2, 0, 1), segment(4, 10, 0, 3), segment(20, 0.5, 1, 1)]
  expect(prototypesOf(segments, 2)).toEqual([
    [
      { recording: 0, startSeconds: 4, endSeconds: 10 },
      { recording: 0, startSeconds: 1, endSeconds: 3 },
    ],
    [{ recording: 0, startSeconds: 20, endSeconds: 20.5 }],
  ])
})
