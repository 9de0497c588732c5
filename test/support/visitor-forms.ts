/** A form as it stands on a page. `filled` is what the browser would send without anybody typing. */
export type Form = {
  action: string
  method: string
  filled: Readonly<Record<string, string>>
  /** Every name a field or button of it has. */
  names: readonly string[]
  /** The values of buttons and choices, by name. */
  choices: Readonly<Record<string, readonly string[]>>
  /** Names of the fields that carry an error. */
  wrong: readonly string[]
}

/** The forms of one of our own pages: well-formed, lower case, every attribute in double quotes. */
export function readForms(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(
    ([, head = '', body = '']) => {
      const inputs = [...body.matchAll(/<(?:input|button)\b([^>]*)>/g)].map(([, text = '']) =>
        toField(text),
      )
      const named = inputs.filter(({ name }) => name !== '')
      return {
        action: attribute(head, 'action') ?? '',
        method: attribute(head, 'method') ?? 'get',
        filled: Object.fromEntries(named.filter(isSent).map(({ name, value }) => [name, value])),
        names: [...new Set(named.map(({ name }) => name))],
        choices: choicesOf(named.filter((field) => isChoice(field))),
        wrong: named.filter(({ wrong }) => wrong).map(({ name }) => name),
      }
    },
  )
}

type Field = { name: string; value: string; type: string; checked: boolean; wrong: boolean }

function toField(text: string): Field {
  return {
    name: attribute(text, 'name') ?? '',
    value: attribute(text, 'value') ?? '',
    type: attribute(text, 'type') ?? 'text',
    checked: /\bchecked\b/.test(text),
    wrong: /aria-invalid="true"/.test(text),
  }
}

function isChoice({ type }: Field): boolean {
  return ['submit', 'radio', 'checkbox'].includes(type)
}

function isSent({ type, checked }: Field): boolean {
  if (type === 'radio' || type === 'checkbox') return checked
  return type !== 'submit' && type !== 'button'
}

function choicesOf(fields: readonly Field[]): Record<string, string[]> {
  const choices: Record<string, string[]> = {}
  for (const { name, value } of fields) (choices[name] ??= []).push(value)
  return choices
}

function attribute(text: string, name: string): string | undefined {
  const raw = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]
  return raw
    ?.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
