import { Kbd, Modal } from '@mantine/core'
import { commands, type CommandGroup } from '../commands'
import { keyCaps } from '../keyPress'
import { useNavigation } from '../navigation'

const groups: readonly CommandGroup[] = ['Play', 'Edit', 'Go to', 'Work', 'Project', 'View']

/** All keys, from the one list of commands. */
export function KeyList() {
  const opened = useNavigation((state) => state.sheet === 'keys')
  const openSheet = useNavigation((state) => state.openSheet)
  return (
    <Modal opened={opened} onClose={() => openSheet(null)} title="Keys" size={760}>
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.keys !== undefined && command.listedAs !== null)
                .map(({ id, title, keys = '', listedAs }) => (
                  <div key={id} className="key-line">
                    <dt>{title}</dt>
                    <dd className="caps">
                      {(listedAs ? [listedAs] : keyCaps(keys)).map((cap) => (
                        <Kbd key={cap} size="xs">
                          {cap}
                        </Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
