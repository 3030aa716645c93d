import { useState } from 'react'
import { Button, Loader, NativeSelect, NumberInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { BankDetail, Inputs } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'
import { scorerText } from '../../charts/scorerWords'
import { openEngine } from '../../connection'
import { queryClient, queryKeys, useEngine } from '../../engine'
import { useHistory } from '../../undo'
import { ErrorNote } from '../../widgets/ErrorNote'
import { costsSentence, evenCosts, typedCosts, type Costs, type Decision } from './decisionWords'

type Choices = Pick<Inputs['banks']['decide'], 'scorer' | 'costs' | 'priors'>

/** What a decision was asked for with: a change of one choice leaves the others as they are. */
function choicesOf({ labels, decision }: BankDetail): Choices {
  const { scorer, costs, priors } = decision
  return {
    scorer: scorer.scorer,
    costs,
    priors: priors === null ? null : Object.fromEntries(labels.map((label, at) => [label, priors[at]])),
  }
}

/** Asks the engine for the decision under other choices and shows it at once. */
async function decide(id: number, choices: Choices): Promise<void> {
  const decided = await openEngine().banks.decide({ id, ...choices })
  queryClient.setQueryData(queryKeys.bank(id), decided)
}

/** What a false accept and a false reject cost, and how much of what comes is unknown; the rates above follow at once. */
export function DecisionCosts({ bank }: { readonly bank: BankDetail }) {
  const engine = useEngine()
  const { id, decision } = bank
  const { costs, rates, measured, scorer } = decision
  const shown = costs ?? evenCosts
  const [falseAccept, setFalseAccept] = useState<number | string>(shown.falseAccept)
  const [falseReject, setFalseReject] = useState<number | string>(shown.falseReject)
  const [unknownPercent, setUnknownPercent] = useState<number | string>(Math.round(shown.unknownShare * 1000) / 10)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)

  const weigh = async (changed: Choices): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const before = choicesOf(bank)
    const next = { ...before, ...changed }
    try {
      await decide(id, next)
      useHistory.getState().remember({
        title: `Decide otherwise with ${bank.name}`,
        undo: () => decide(id, before),
        redo: () => decide(id, next),
      })
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  // A number is typed digit by digit; the engine is asked when the typing rests.
  const weighSoon = useDebouncedCallback((next: Costs) => void weigh({ costs: next }), 350)
  const change = (accept: number | string, reject: number | string, percent: number | string): void => {
    setFalseAccept(accept)
    setFalseReject(reject)
    setUnknownPercent(percent)
    const next = typedCosts(accept, reject, percent)
    if (next) weighSoon(next)
  }
  const measureAgain = async (): Promise<void> => {
    setFailure(null)
    try {
      await engine.jobs.start({ request: { kind: 'calibrate', bankId: id, ...choicesOf(bank), scorer: 'auto' } })
    } catch (error) {
      setFailure(error)
    }
  }
  const again = (
    <Button size="compact-xs" variant="default" onClick={() => void measureAgain()}>
      {rates === null ? 'Measure' : 'Measure again'}
    </Button>
  )
  if (rates === null) {
    return (
      <div className="decision-costs">
        <p className="plain dimmed">
          No errors were measured of this bank, so there is nothing to weigh against each other.
        </p>
        <span>{again}</span>
        {failure !== null && <ErrorNote error={failure} />}
      </div>
    )
  }
  return (
    <div className="decision-costs">
      <NativeSelect
        size="xs"
        label="Threshold"
        value={costs === null ? 'even' : 'costs'}
        data={[
          { value: 'even', label: 'Both errors equally frequent' },
          { value: 'costs', label: 'By what errors cost' },
        ]}
        onChange={({ currentTarget: { value } }) =>
          void weigh({
            costs: value === 'even' ? null : (typedCosts(falseAccept, falseReject, unknownPercent) ?? evenCosts),
          })
        }
      />
      {costs !== null && (
        <div className="cost-fields">
          <NumberInput
            label="False accept costs"
            min={0.01}
            max={10_000}
            value={falseAccept}
            onChange={(next) => change(next, falseReject, unknownPercent)}
          />
          <NumberInput
            label="False reject costs"
            min={0.01}
            max={10_000}
            value={falseReject}
            onChange={(next) => change(falseAccept, next, unknownPercent)}
          />
          <NumberInput
            label="Expected unknown"
            suffix=" %"
            min={0.1}
            max={99.9}
            value={unknownPercent}
            onChange={(next) => change(falseAccept, falseReject, next)}
          />
        </div>
      )}
      <p className="plain dimmed" role="status">
        {costsSentence(costs)} {busy && <Loader size={10} aria-label="Deciding" />}
      </p>
      {measured.length > 1 && (
        <NativeSelect
          size="xs"
          label="Scorer"
          value={scorer.scorer}
          data={bestFirst(measured).map(({ scorer: one, adapted, equalErrorRate }) => ({
            value: one,
            label: `${scorerText(one, adapted)}${equalErrorRate === null ? '' : ` · EER ${percentText(equalErrorRate, 1)}`}`,
          }))}
          onChange={({ currentTarget: { value } }) => {
            const next = measured.find((one) => one.scorer === value)
            if (next) void weigh({ scorer: next.scorer })
          }}
        />
      )}
      <span>{again}</span>
      {failure !== null && <ErrorNote error={failure} />}
    </div>
  )
}

/** Scorers from the one that tells strangers best, each once. */
function bestFirst(measured: Decision['measured']): Decision['measured'] {
  const sorted = [...measured].sort((one, other) => (one.equalErrorRate ?? 1) - (other.equalErrorRate ?? 1))
  return sorted.filter(({ scorer }, at) => sorted.findIndex((one) => one.scorer === scorer) === at)
}
