import { CepstraError } from '../../cepstraError'
import type { StoredSelection } from '../../project/selectionStore'
import type { ProjectSelection } from '../contract'
import { calls } from './base'

function wireSelection({ id, createdAt, body }: StoredSelection): ProjectSelection {
  return { id, createdAt, ...(JSON.parse(body) as Omit<ProjectSelection, 'id' | 'createdAt'>) }
}

export const selectionCalls = {
  list: calls.selections.list.handler(({ context }) =>
    context.session.required().project.selections.list().map(wireSelection),
  ),

  get: calls.selections.get.handler(({ input, context }) => {
    const stored = context.session.required().project.selections.get(input.id)
    if (!stored) throw new CepstraError('NOT_FOUND', `There is no selection ${input.id} in this project.`)
    return wireSelection(stored)
  }),
}
