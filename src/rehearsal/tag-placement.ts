/**
 * Where an attendee's tag ends up in the documents: rightly, or by one of the mistakes of elastic.md §7
 * (the recorded documents of each mistake are the source).
 */
export type TagPlacement =
  | 'right'
  | 'with-others'
  | 'twice'
  | 'untagged'
  | 'fields'
  | 'other-field'
  | 'labels'
  | 'name'
  | 'wrong-case'
  | 'underscore'
  | 'one-letter'
  | 'old'
  | 'two-words'
  | 'curly-quotes'
  | 'blank-and-capitals'
  | 'someone-else'

/** What the placement adds to every document; `name` takes the place of the laptop's name. */
export type PlacedTag = {
  readonly tags?: readonly string[]
  readonly fields?: Readonly<Record<string, unknown>>
  readonly labels?: Readonly<Record<string, string>>
  readonly name?: string
}

const places: Readonly<Record<TagPlacement, (tag: string) => PlacedTag>> = {
  right: (tag) => ({ tags: [tag] }),
  'with-others': (tag) => ({ tags: ['service-X', 'web-tier', tag] }),
  twice: (tag) => ({ tags: [tag, tag] }),
  untagged: () => ({}),
  fields: (tag) => ({ fields: { tags: [tag] } }),
  'other-field': (tag) => ({ fields: { tag } }),
  labels: (tag) => ({ labels: { tag } }),
  name: (tag) => ({ name: tag }),
  'wrong-case': (tag) => ({ tags: [capitalise(tag)] }),
  underscore: (tag) => ({ tags: [tag.replaceAll('-', '_')] }),
  'one-letter': (tag) => ({ tags: [changeLast(tag)] }),
  old: (tag) => ({ tags: [`${tag}-old`] }),
  'two-words': (tag) => ({ tags: [`my ${tag}`] }),
  'curly-quotes': (tag) => ({ tags: [`“${tag}”`] }),
  'blank-and-capitals': (tag) => ({ tags: [` ${capitalise(tag)} `] }),
  'someone-else': (tag) => ({ tags: [replaceSecret(tag)] }),
}

export const TAG_PLACEMENTS = Object.keys(places) as TagPlacement[]

/** What every document of this laptop carries. */
export function placeTag(tag: string, placement: TagPlacement): PlacedTag {
  return places[placement](tag)
}

/** `pycon-7f3kq` → `PyCon-7F3KQ`, as people type it from a screen. */
function capitalise(tag: string): string {
  return tag.toUpperCase().replace('PYCON', 'PyCon')
}

function changeLast(tag: string): string {
  return tag.slice(0, -1) + (tag.endsWith('3') ? '4' : '3')
}

/** A tag of the same event and length that belongs to nobody here. */
function replaceSecret(tag: string): string {
  const [event = '', ...rest] = tag.split('-')
  return [event, rest.join('-').replace(/[a-z0-9]/g, 'z')].join('-')
}
