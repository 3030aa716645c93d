interface Item {
  id?: string
  label?: string
  role?: string
  click?: (item: Item) => void
  submenu?: Item[]
}

class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly submenu: Menu | undefined
  readonly #item: Item

  constructor(item: Item) {
    this.#item = item
    this.id = item.id
    this.label = item.label ?? item.role ?? ''
    this.submenu = item.submenu && Menu.buildFromTemplate(item.submenu)
  }

  click(): void {
    this.#item.click?.(this.#item)
  }
}

let applicationMenu: Menu | null = null

export class Menu {
  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }

  static buildFromTemplate(template: Item[]): Menu {
    return new Menu(template.map((item) => new MenuItem(item)))
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}
