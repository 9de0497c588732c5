export type LoadedPage = {
  status: number
  page: Document
  /** What `Retry-After` said; 0 when it said nothing. */
  retryAfterSeconds: number
}

/** No answer: too slow, or the connection failed. What was sent may have arrived. */
export class NoAnswer extends Error {
  readonly reason: 'too-slow' | 'cut'

  constructor(reason: 'too-slow' | 'cut') {
    super(reason)
    this.reason = reason
  }
}

const PATIENCE_MS = 15_000

/**
 * Fetches a page of ours; with `form` it is posted. An `XMLHttpRequest` gives a parsed document without any of the
 * sinks that Trusted Types guard; scripts in it never run.
 * @throws NoAnswer
 */
export function loadPage(
  address: string,
  { form, patienceMs = PATIENCE_MS }: { form?: URLSearchParams; patienceMs?: number } = {},
): Promise<LoadedPage> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(form ? 'POST' : 'GET', address)
    request.responseType = 'document'
    request.timeout = patienceMs
    request.ontimeout = () => {
      reject(new NoAnswer('too-slow'))
    }
    request.onerror = () => {
      reject(new NoAnswer('cut'))
    }
    request.onload = () => {
      const page = request.response as Document | null
      const retryAfterSeconds = Number(request.getResponseHeader('retry-after') ?? 0)
      if (page) resolve({ status: request.status, page, retryAfterSeconds })
      else reject(new NoAnswer('cut'))
    }
    request.send(form ?? null)
  })
}

/** What `form` would post, with the button that was pressed. */
export function formBody(form: HTMLFormElement, pressed?: HTMLElement | null): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, pressed ?? null))
    if (typeof value === 'string') body.append(name, value)
  return body
}
