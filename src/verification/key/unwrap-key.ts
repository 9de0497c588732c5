/** Quotes straight and curved, blanks of every width, line breaks, invisible marks of a copy. */
const AROUND_AND_INSIDE = /[\s"'`\u2018\u2019\u201c\u201d\u201e\u200b-\u200d\u2060\ufeff]/g
const AROUND_QUOTES = /^[\s"'`\u201c\u201d]+/
const HEADER = /(?:authorization\s*[:=]\s*)?\b(?:api[\s_-]?key|bearer)\b\s*[:=]?\s*/i
const CURL_HEADER = /(?:api[\s_-]?key|bearer)\s+([^\s"']+)/i

type Unwrapped = { kind: 'key'; text: string } | { kind: 'basic' }

/**
 * Takes the key out of what is pasted around it: the JSON answer of the key API, a header, a curl
 * line, a line of metricbeat.yml, quotes, blanks and line breaks.
 */
export function unwrapKey(pasted: string): Unwrapped {
  const fromJson = keyInJson(pasted)
  if (fromJson !== undefined) return { kind: 'key', text: tidy(fromJson) }
  if (/^\s*["']?curl\b/i.test(pasted)) return keyInCurl(pasted)
  if (/\bbasic\s+\S|cloud\.auth\s*[:=]|^\s*-u\s/i.test(pasted)) return { kind: 'basic' }
  const bare = pasted.replace(AROUND_QUOTES, '')
  const header = HEADER.exec(bare)
  return { kind: 'key', text: tidy(header?.index === 0 ? bare.slice(header[0].length) : bare) }
}

function tidy(text: string): string {
  return text.replace(AROUND_AND_INSIDE, '')
}

function keyInCurl(line: string): Unwrapped {
  const key = CURL_HEADER.exec(line)?.[1]
  if (key !== undefined) return { kind: 'key', text: tidy(key) }
  return /(?:\s-u|--user|\bbasic\s)/i.test(line) ? { kind: 'basic' } : { kind: 'key', text: '' }
}

function keyInJson(pasted: string): string | undefined {
  const from = pasted.indexOf('{')
  const to = pasted.lastIndexOf('}')
  if (from < 0 || to < from) return undefined
  const answer = readObject(pasted.slice(from, to + 1))
  if (typeof answer?.['encoded'] === 'string') return answer['encoded']
  const { id, api_key: key } = answer ?? {}
  return typeof id === 'string' && typeof key === 'string' ? `${id}:${key}` : undefined
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
