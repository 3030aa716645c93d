import { useRef, useState } from 'react'
import { ActionIcon, Button, Menu, Modal, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDotsVertical } from '@tabler/icons-react'
import type { Recipe } from '../../../src/features/recipe'
import { download } from '../../host'
import { readRecipe, recipeText } from './recipeText'

interface RecipeMenuProps {
  readonly recipe: Recipe
  onTake(recipe: Recipe): void
}

/** The recipe out of the form as JSON, and into it. */
export function RecipeMenu({ recipe, onTake }: RecipeMenuProps) {
  const file = useRef<HTMLInputElement>(null)
  const [pasting, setPasting] = useState(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const take = (from: string): void => {
    const read = readRecipe(from)
    if ('problem' in read) {
      setText(from)
      setProblem(read.problem)
      setPasting(true)
      return
    }
    onTake(read.recipe)
    setPasting(false)
    setText('')
    setProblem(null)
  }
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(recipeText(recipe))
    notifications.show({ message: 'The recipe is on the clipboard.' })
  }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="sm" aria-label="Copy, save or open a recipe">
            <IconDotsVertical size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void copy()}>Copy as JSON</Menu.Item>
          <Menu.Item
            onClick={() => download('recipe.json', new Blob([recipeText(recipe)], { type: 'application/json' }))}
          >
            Save as a file
          </Menu.Item>
          <Menu.Item onClick={() => setPasting(true)}>Paste a recipe…</Menu.Item>
          <Menu.Item onClick={() => file.current?.click()}>Open a file…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="Recipe file"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (chosen) void chosen.text().then(take)
        }}
      />
      <Modal opened={pasting} onClose={() => setPasting(false)} title="Take a recipe from JSON">
        <Textarea
          label="Recipe"
          description="Options that are left out have their defaults. An exported bank will do: its recipe is taken."
          autosize
          minRows={8}
          maxRows={18}
          data-autofocus
          className="mono"
          value={text}
          error={problem}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setProblem(null)
          }}
        />
        <div className="recipe-buttons recipe-paste">
          <Button disabled={text.trim() === ''} onClick={() => take(text)}>
            Take it
          </Button>
          <Button variant="default" onClick={() => setPasting(false)}>
            Cancel
          </Button>
        </div>
      </Modal>
    </>
  )
}
