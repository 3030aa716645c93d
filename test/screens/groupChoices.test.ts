import { describe, expect, test } from 'vitest'
import { clusterColor } from '../../renderer/screens/recordings/voices/clusterColor'
import { groupRequest, type GroupChoices } from '../../renderer/screens/recordings/voices/groupChoices'

const choices: GroupChoices = {
  of: 'unlabeled',
  unit: 'segments',
  method: 'merging',
  automatic: true,
  clusters: 2,
}

describe('grouping by voice', () => {
  test('asks about everything without a label, or about what is selected', () => {
    expect(groupRequest(choices, [4, 5])).toEqual({
      kind: 'cluster',
      unit: 'segments',
      method: 'merging',
      clusters: 'auto',
    })
    expect(groupRequest({ ...choices, of: 'selected' }, [4, 5])).toMatchObject({ recordingIds: [4, 5] })
  })

  test('takes a number of groups, which must be there', () => {
    expect(groupRequest({ ...choices, automatic: false, clusters: 7 }, [])).toMatchObject({ clusters: 7 })
    expect(groupRequest({ ...choices, automatic: false, clusters: '' }, [])).toBeNull()
  })

  test('gives groups that follow each other colors of their own', () => {
    const colors = Array.from({ length: 12 }, (_, index) => clusterColor(index + 1))
    expect(new Set(colors).size).toBe(12)
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/)
  })
})
