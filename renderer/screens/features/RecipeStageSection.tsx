import { useState, type ReactNode } from 'react'
import { Button, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'

interface RecipeStageSectionProps {
  readonly title: string
  /** What the stage does, in a line. */
  readonly words: string
  /** How many of its options differ from the preset. */
  readonly differences: number
  readonly open: boolean
  onToggle(): void
  readonly children: ReactNode
  /** Options that few people touch. */
  readonly more: readonly ReactNode[]
}

/** One stage of the front end: a line that says what it does, and below it, when open, its options. */
export function RecipeStageSection(props: RecipeStageSectionProps) {
  const { title, words, differences, open, onToggle, children, more } = props
  const [moreShown, setMoreShown] = useState(false)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <section className="recipe-stage">
      <h3>
        <UnstyledButton className="recipe-stage-head" aria-expanded={open} onClick={onToggle}>
          <Chevron size={14} aria-hidden />
          <span className="strong">{title}</span>
          {differences > 0 && (
            <span className="recipe-count" title="Options that differ from the preset">
              {differences} changed
            </span>
          )}
          {!open && <span className="recipe-words cut">{words}</span>}
        </UnstyledButton>
      </h3>
      {open && (
        <div className="recipe-options">
          {children}
          {more.length > 0 && moreShown && more}
          {more.length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={moreShown}
              onClick={() => setMoreShown((shown) => !shown)}
            >
              {moreShown ? 'Fewer options' : `${more.length} more ${more.length === 1 ? 'option' : 'options'}`}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
