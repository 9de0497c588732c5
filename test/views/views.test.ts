import { describe, expect, test } from '@jest/globals'
import { everyTemplate, everyView, languages, renderView, type PageData } from './render-view.ts'
import { samples } from './samples.ts'

/** Values a view compares or counts with; everything else is free text and may be hostile. */
const DECIDED = new Set([
  ...[
    'kind',
    'outcome',
    'paper',
    'stop',
    'role',
    'reason',
    'state',
    'returned',
    'result',
    'unit',
    'system',
    'problem',
    'language',
  ],
  ...[
    'change',
    'movement',
    'from',
    'to',
    'fault',
    'done',
    'until',
    'opensAt',
    'runsOutAt',
    'since',
  ],
  ...['event', 'lowSince'],
  ...['at', 'retryAt', 'holdUntil', 'lastSeenAt', 'steps', 'enrolRoles', 'stops', 'systems'],
])

function replaceTexts(data: unknown, replace: (text: string) => string): unknown {
  if (typeof data === 'string') return replace(data)
  if (Array.isArray(data)) return data.map((one) => replaceTexts(one, replace))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      DECIDED.has(key) ? value : replaceTexts(value, replace),
    ]),
  )
}

const cases = languages.flatMap((language) =>
  samples.map(({ name, view, data }) => ({ name, view, language, data: data(language) })),
)

test('every page has a sample, so that nothing goes unlooked at', () => {
  expect(everyView()).toEqual([...new Set(samples.map(({ view }) => view))].sort())
})

describe.each(cases)('$name in $language', ({ view, language, data }) => {
  test('says everything, and says it in words', async () => {
    const html = await renderView(view, language, data)
    expect(html).toContain(`<html lang="${language}"`)
    expect(html).not.toMatch(/undefined|null|NaN|\[object|\{\{/)
  })

  test('has no id twice and no reference to a missing one', async () => {
    const page = await renderView(view, language, data)
    // What stands in a template is not on the page until a script puts it there, in place of something.
    const html = page.replace(/<template[\s\S]*?<\/template>/g, '')
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
    const wanted = [...html.matchAll(/(?:for|aria-labelledby|aria-describedby)="([^"]*)"/g)]
      .flatMap(([, names = '']) => names.split(' '))
      .concat(
        [...html.matchAll(/(?:href|data-copy|data-show|data-fill)="#([^"]+)"/g)].map((m) => m[1]!),
      )
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('shows hostile text as text', async () => {
    const hostile = replaceTexts(data, (text) => text && `<evil a='1' b="2">&`) as PageData
    const html = await renderView(view, language, hostile)
    expect(html).not.toMatch(/<evil|a='1'|b="2"/)
  })

  test.each([
    ['empty', ''],
    ['very long', '가나다라마바사'.repeat(60)],
  ])('bears %s values', async (_name, value) => {
    const changed = replaceTexts(data, () => value) as PageData
    expect(await renderView(view, language, changed)).toContain('</html>')
  })
})

test('a nickname stands on the page as it was typed, escaped', async () => {
  const { view, data } = samples.find(({ name }) => name === 'mission')!
  const html = await renderView(view, 'ko', { ...data('ko'), nickname: `<>&"'` })
  expect(html).toContain('&lt;&gt;&amp;&#34;&#39;\u00a0님')
})

test('a missing text is noticed', async () => {
  const { view, data } = samples.find(({ name }) => name === 'mission')!
  const unknown = { ...data('ko'), systems: [{ id: 'amiga', href: '' }] }
  await expect(renderView(view, 'ko', unknown)).rejects.toThrow('mission:system.amiga')
})

describe.each(everyTemplate())('$file', ({ text }) => {
  test('prints raw nothing but its own partials', () => {
    expect(text.match(/<%-(?! include\()[^%]*/g)).toBeNull()
  })

  test('holds no inline code and no inline style, and nothing from another host', () => {
    const markup = text.replace(/<%[\s\S]*?%>/g, '')
    expect(markup).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)/i)
    expect(markup).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//i)
  })
})
