import type { Outputs } from '../../../src/engine/contract'
import { openEngine } from '../../connection'
import { queryClient } from '../../engine'
import { useHistory } from '../../undo'

type Before = Outputs['recognition']['correct']['before']

const asked = (): void => {
  for (const key of ['results', 'recordings']) void queryClient.invalidateQueries({ queryKey: [key] })
}

/** Gives a recognized recording its true label, after which it is training material; an act that can be undone. */
export async function correctLabel(recordingId: number, name: string, label: string): Promise<void> {
  let before: Before
  const correct = async (): Promise<void> => {
    ;({ before } = await openEngine().recognition.correct({ recordingId, label }))
    asked()
  }
  await correct()
  useHistory.getState().remember({
    title: `Correct ${name} to ${label}`,
    undo: async () => {
      await openEngine().recognition.uncorrect({ before })
      asked()
    },
    redo: correct,
  })
}
