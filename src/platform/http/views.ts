import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ejs from 'ejs'
import { createMemory } from '../../shared/memory.ts'

type Data = Record<string, unknown>
/** `names`: the keys of `data`, where they are known already. */
type View = (data: Data, names?: string) => string
type Rendered = (error: unknown, html?: string) => void

/**
 * Reads every view once, and finds at once what it includes: EJS's own `include` asks the file system on every use.
 * @returns what Express calls for a view
 */
export function createViewEngine(): (file: string, data: object, rendered: Rendered) => void {
  const views = createMemory<View>()
  const viewAt = (file: string) => views(file, () => readView(file, viewAt))
  return (file, data, rendered) => {
    try {
      rendered(null, viewAt(file)(data as Data))
    } catch (error) {
      rendered(error)
    }
  }
}

function readView(file: string, viewAt: (file: string) => View): View {
  const text = readFileSync(file, 'utf8')
  const compiled = createMemory<View>()
  const parts = createMemory<View>()
  const partAt = (name: string) => parts(name, () => viewAt(join(dirname(file), `${name}.ejs`)))
  return (given, names = Object.keys(given).join()) => {
    const part = (name: string, more?: Data) =>
      more ? partAt(name)({ ...given, ...more }) : partAt(name)(given, names)
    const view = compiled(names, () =>
      compile(text, { file, names: [...names.split(','), 'part'] }),
    )
    return view({ ...given, part })
  }
}

/**
 * EJS finds names by `with`, which V8 never makes fast; so a view is compiled for the names it is given. Its text stands
 * in a block: it may use such a name for something of its own, and `include` means our `part`.
 */
function compile(text: string, { file, names }: { file: string; names: string[] }): View {
  const options = {
    filename: file,
    strict: true,
    async: false,
    destructuredLocals: names,
  } as const
  return ejs.compile(`<% { const include = part %>${text}<% } %>`, { ...options, ...AS_IT_IS })
}

/** The data is made here, so EJS need not copy it. */
const AS_IT_IS = { unsafePrototypeLocals: true }
