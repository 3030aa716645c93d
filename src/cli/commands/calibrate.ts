import { InvalidArgumentError, Option, type Command } from 'commander'
import { decisionFields } from '../../engine/contract/decisions'
import type { BankDetail, Inputs } from '../../engine/contract'
import type { Engine } from '../../engine/createEngine'
import { decimalNumber } from '../decimalNumber'
import { decisionLines } from '../decisionLines'
import { expectedFailure } from '../expectedFailure'
import { positive } from '../fitOptions'
import { namedBank, newestBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'

type Wishes = Omit<Inputs['banks']['decide'], 'id'>

interface CalibrateOptions extends OutputOptions {
  readonly bank?: string
  readonly costFalseAccept?: number
  readonly costFalseReject?: number
  readonly unknownShare?: number
  readonly scorer: NonNullable<Wishes['scorer']>
  readonly prior?: Readonly<Record<string, number>>
  readonly priors?: 'counts'
  readonly threshold?: number
  readonly anew?: boolean
}

const commonShare = 0.5

export function addCalibrate(program: Command, places: Places): void {
  program
    .command('calibrate')
    .description('have a bank decide otherwise what is unknown: by other costs, priors or scores; its mixtures stay')
    .argument('<project>', 'the project folder')
    .option('--bank <bank>', 'the bank: its number or its name (default: the newest)')
    .option('--cost-false-accept <cost>', 'what an unknown recording costs that is given a label', positive)
    .option('--cost-false-reject <cost>', 'what a recording of a known label costs that is called unknown', positive)
    .option('--unknown-share <share>', 'how many of the recordings to come are unknown, 0 to 1', shareWithin)
    .addOption(
      new Option('--scorer <name>', 'what the labels are scored by; auto: what is measured to be the best')
        .choices(decisionFields.scorer.unwrap().options)
        .default('auto'),
    )
    .option('--prior <label=weight>', 'how likely a label is beforehand, others weighing 1; repeatable', weighed)
    .addOption(new Option('--priors <by>', 'labels are as likely as they have recordings').choices(['counts']))
    .option(
      '--threshold <score>',
      'below it a recording is unknown, whatever the costs',
      decimalNumber({ minValue: null, maxValue: null }),
    )
    .option('--anew', 'measure again on what the project holds now, though something is kept')
    .option('--json', 'answer with one JSON document')
    .action((project: string, options: CalibrateOptions) => calibrate(project, options, places))
}

async function calibrate(project: string, options: CalibrateOptions, places: Places): Promise<void> {
  await withProject(places, project, async (engine) => {
    const { client } = engine
    const { id } = options.bank === undefined ? await newestBank(client) : await namedBank(client, options.bank)
    const bank = await decided(engine, id, options)
    const { decision } = bank
    answer(options, { bank: bank.id, name: bank.name, decision }, [bank.name, ...decisionLines(decision)])
  })
}

/** By what is kept of held-out recordings, at once; where nothing is kept, it is measured first. */
async function decided(engine: Engine, id: number, options: CalibrateOptions): Promise<BankDetail> {
  const { client } = engine
  const { threshold, ...wishes } = wishesOf(options)
  const measure = async (): Promise<void> => {
    await runJob(engine, { kind: 'calibrate', bankId: id, ...wishes })
  }
  if (options.anew) await measure()
  const decide = (): Promise<BankDetail> =>
    client.banks.decide({ id, ...wishes, ...(threshold === undefined ? {} : { threshold }) })
  try {
    return await decide()
  } catch (error) {
    if (expectedFailure(error)?.code !== 'NOTHING_TO_DO') throw error
    await measure()
    return decide()
  }
}

function wishesOf(options: CalibrateOptions): Wishes {
  const { costFalseAccept, costFalseReject, unknownShare, scorer, prior, priors, threshold } = options
  const isPriced = [costFalseAccept, costFalseReject, unknownShare].some((value) => value !== undefined)
  const costs = {
    falseAccept: costFalseAccept ?? 1,
    falseReject: costFalseReject ?? 1,
    unknownShare: unknownShare ?? commonShare,
  }
  return {
    scorer,
    costs: isPriced ? costs : null,
    priors: prior ?? priors ?? null,
    ...(threshold === undefined ? {} : { threshold }),
  }
}

function shareWithin(text: string): number {
  const share = Number(text)
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('A share between 0 and 1 is needed.')
  return share
}

function weighed(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const at = text.lastIndexOf('=')
  const weight = Number(text.slice(at + 1))
  if (at < 1 || !(weight > 0 && Number.isFinite(weight))) {
    throw new InvalidArgumentError('A label and its weight are needed, such as anna=2.')
  }
  return { ...before, [text.slice(0, at)]: weight }
}
