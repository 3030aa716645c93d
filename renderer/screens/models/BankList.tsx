import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { BankDetail, BankSummary } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { LabelMark } from '../../widgets/LabelMark'
import { covarianceWords } from './fitWords'
import { WeightBar } from './WeightBar'

interface BankListProps {
  readonly banks: readonly BankSummary[]
  readonly openId: number | null
  /** The open bank once it is loaded. */
  readonly open: BankDetail | undefined
  readonly label: string | null
  readonly onBank: (id: number) => void
  readonly onLabel: (label: string) => void
}

/** All banks, newest first; the open one shows its mixtures with a small bar of weights each. */
export function BankList({ banks, openId, open, label, onBank, onLabel }: BankListProps) {
  return (
    <ul className="bank-list" aria-label="Banks">
      {banks.map((bank) => {
        const isOpen = bank.id === openId
        return (
          <li key={bank.id}>
            <UnstyledButton className="bank-row" aria-expanded={isOpen} onClick={() => onBank(bank.id)}>
              {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
              <span className="bank-words">
                <span className="cut strong" title={bank.name}>
                  {bank.name}
                </span>
                <span className="dimmed tabular">
                  {bank.imported ? 'imported · ' : ''}
                  {bank.version > 1 ? `version ${bank.version} · ` : ''}
                  {countText(bank.labels.length, 'label')} · {countText(bank.components, 'component')}
                  {bank.training &&
                    bank.training.covarianceType !== 'diag' &&
                    ` · ${covarianceWords[bank.training.covarianceType].name}`}
                </span>
              </span>
            </UnstyledButton>
            {isOpen && (
              <ul aria-label={`Mixtures of ${bank.name}`}>
                {bank.labels.map((name) => {
                  const mixture = open?.mixtures.find((one) => one.label === name)
                  return (
                    <li key={name}>
                      <UnstyledButton
                        className="mixture-row"
                        aria-current={name === label ? 'true' : undefined}
                        onClick={() => onLabel(name)}
                      >
                        <LabelMark label={name} />
                        {mixture ? <WeightBar weights={mixture.weights} /> : <span className="weight-bar" />}
                      </UnstyledButton>
                    </li>
                  )
                })}
              </ul>
            )}
          </li>
        )
      })}
    </ul>
  )
}
