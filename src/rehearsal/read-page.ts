/** The booth showed a page on which a person would not find what they look for. */
export class PageSurprise extends Error {
  override readonly name = 'PageSurprise'
}

type Seen = { status: number; path: string; text: string }

/** The words of the first element that has `mark` among its attributes, such as `id="tag"`. @throws PageSurprise */
export function wordsOf(page: Seen, mark: string): string {
  const start = page.text.indexOf(mark)
  const found = start < 0 ? null : /^[^>]*>([^<]*)</.exec(page.text.slice(start))
  if (!found) throw surprise(page, `no ${mark}`)
  return unescape(found[1] ?? '').trim()
}

/** What the attribute `name` says where it stands first, or undefined. */
export function attributeOf(page: Seen, name: string): string | undefined {
  return readAttribute(page.text, name)
}

/** The fields that the page fills in itself in its form for `action`. @throws PageSurprise */
export function hiddenFieldsOf(page: Seen, action: string): Record<string, string> {
  const form = page.text
    .split('<form')
    .slice(1)
    .find((part) => readAttribute(part.slice(0, part.indexOf('>')), 'action') === action)
  if (form === undefined) throw surprise(page, `no form for ${action.replace(/^\/m\/[^/]+/, '')}`)
  const inputs = form.slice(0, form.indexOf('</form>')).match(/<input[^>]*type="hidden"[^>]*>/g)
  return Object.fromEntries(
    (inputs ?? []).map((input) => [
      readAttribute(input, 'name') ?? '',
      readAttribute(input, 'value') ?? '',
    ]),
  )
}

/** The values among which the page lets one choose for `name`; greyed-out ones are left out. */
export function choicesOf(page: Seen, name: string): string[] {
  return (page.text.match(/<(?:input|button)[^>]*>/g) ?? [])
    .filter((one) => readAttribute(one, 'name') === name && !/\sdisabled\b/.test(one))
    .flatMap((one) => readAttribute(one, 'value') ?? [])
}

/** Where the page's links lead, as far as they match. */
export function addressesOf(page: Seen, pattern: RegExp): string[] {
  return (page.text.match(/<a[^>]*>/g) ?? [])
    .map((link) => readAttribute(link, 'href') ?? '')
    .filter((address) => pattern.test(address))
}

/** @throws PageSurprise when the page is a refusal */
export function expectWell<Page extends Seen>(page: Page): Page {
  if (page.status < 400) return page
  throw surprise(page, `status ${page.status}`)
}

/** Links and claim codes stay out of it: it is printed. */
function surprise({ path, text }: Seen, what: string): PageSurprise {
  const title = /<title>([^<]*)</.exec(text)?.[1] ?? ''
  const place = path.replace(/^\/(m|enrol)\/[^/?]+/, '/$1/…')
  return new PageSurprise(`${place}: ${what} (${unescape(title)})`)
}

function readAttribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : unescape(value)
}

const SIGNS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#34;': '"',
  '&#39;': "'",
}

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt|#34|#39);/g, (sign) => SIGNS[sign] ?? sign)
}
