import { CepstraError } from '../../cepstraError'
import { countsOf, decideBank } from '../jobs/decideBank'
import { bankDetailOf } from './bankCalls'
import { calls } from './base'

/** How banks decide. */
export const decisionCalls = {
  decide: calls.banks.decide.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const { banks } = project
    const { id, ...asked } = input
    const bank = banks.get(id)
    const folds = banks.trials(id)
    if (!folds) {
      throw new CepstraError(
        'NOTHING_TO_DO',
        `Nothing is kept of how held-out recordings score under "${bank.name}", as it is with banks that were imported or ` +
          'trained by an earlier Cepstra. Calibrate it first.',
      )
    }
    const decision = await decideBank(bank, folds, asked, countsOf(banks.material(id)), context.pool, signal)
    banks.decide(id, decision)
    context.events.changed('banks')
    return bankDetailOf(banks.get(id))
  }),
}
