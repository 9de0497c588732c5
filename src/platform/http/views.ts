import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ejs, { type TemplateFunction } from 'ejs'

type Data = Record<string, unknown>
type Rendered = (error: unknown, html?: string) => void

/**
 * Reads and compiles every view once. EJS's own `include` asks the file system on every use; ours, which stands among
 * the data, finds what is compiled. @returns what Express calls for a view
 */
export function createViewEngine(): (file: string, data: object, rendered: Rendered) => void {
  const views = new Map<string, TemplateFunction>()
  const viewAt = (file: string) => {
    const known = views.get(file)
    if (known) return known
    const made = ejs.compile(readFileSync(file, 'utf8'), { filename: file, ...OPTIONS })
    views.set(file, made)
    return made
  }
  const render = (file: string, data: Data): string => {
    const include = (name: string, more?: Data) =>
      render(join(dirname(file), `${name}.ejs`), { ...data, ...more })
    return viewAt(file)({ __proto__: null, ...data, include })
  }
  return (file, data, rendered) => {
    try {
      rendered(null, render(file, data as Data))
    } catch (error) {
      rendered(error)
    }
  }
}

/** The data is made here, without a prototype, so EJS need not copy it. */
const OPTIONS = { unsafePrototypeLocals: true }
