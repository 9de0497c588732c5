import { gzipSync } from 'node:zlib'
import type { Socket } from 'node:net'
import type { Answer } from './hostile-cluster.ts'

/** A named answer and what a check must make of it: a fault, or the status of a bounded answer. */
export type HostileAnswer = { name: string; expected: string; answer: Answer }

const PRODUCT = 'x-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n'

/** A well-formed 200 of Elasticsearch. */
export function json(body: unknown, header = ''): string {
  return jsonText(JSON.stringify(body), header)
}

/** Writes one text. */
export function plain(text: string | Buffer): Answer {
  return (socket) => void socket.write(text)
}

function jsonText(text: string, header = ''): string {
  const more = header === '' ? '' : `${header}\r\n`
  return `HTTP/1.1 200 OK\r\n${PRODUCT}${more}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

function answered(status: string, headers: string, body = ''): Answer {
  const length = `content-length: ${Buffer.byteLength(body)}`
  return plain(`HTTP/1.1 ${status}\r\n${headers}${length}\r\n\r\n${body}`)
}

/** Ends the connection the hard way; under TLS that is done to the socket beneath. */
export function reset(socket: Socket): undefined {
  const { _parent: beneath } = socket as { _parent?: Socket }
  try {
    ;(beneath ?? socket).resetAndDestroy()
  } catch {
    // Already half closed: there is nothing left to reset.
    socket.destroy()
  }
}

/** Writes the same piece as long as the other side takes it. */
function endless(head: string, piece: string | Buffer): Answer {
  return (socket) => {
    socket.write(head)
    const pour = () => {
      while (socket.writable && socket.write(piece));
    }
    socket.on('drain', pour)
    pour()
    return undefined
  }
}

/** Writes one piece every `everyMs`, for ever. */
function dripping(head: string, piece: string, everyMs = 100): Answer {
  return (socket) => {
    socket.write(head)
    const timer = setInterval(() => socket.write(piece), everyMs)
    return () => {
      clearInterval(timer)
    }
  }
}

function then(text: string, after: (socket: Socket) => void): Answer {
  return (socket) => void socket.write(text, () => setImmediate(after, socket))
}

const CHUNKED = `HTTP/1.1 200 OK\r\n${PRODUCT}transfer-encoding: chunked\r\n\r\n`
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const MARKUP = '<script>alert(1)</script>\u001b[31m\r\nSet-Cookie: a=b\u202e'

/** The size of `expandedMb` of zeros behind a gzip header. */
export function createGzipBomb(expandedMb: number): Buffer {
  const packed = gzipSync(Buffer.alloc(expandedMb * 1024 * 1024))
  const head = `HTTP/1.1 200 OK\r\n${PRODUCT}content-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), packed])
}

/** Answers that end by themselves, or that a bound ends at once. */
export function createQuickAnswers(elsewhere: string, bomb: Buffer): readonly HostileAnswer[] {
  const rows: readonly (readonly [name: string, expected: string, answer: Answer])[] = [
    [
      'redirect with a believable body',
      'not_elasticsearch',
      answered('302 Found', `${PRODUCT}location: ${elsewhere}\r\n`, '{"took":1}'),
    ],
    [
      'permanent redirect elsewhere',
      'not_elasticsearch',
      answered('308 Permanent Redirect', `location: ${elsewhere}\r\n`),
    ],
    [
      '300 with choices',
      'not_elasticsearch',
      answered('300 Multiple Choices', `${PRODUCT}location: ${elsewhere}\r\n`, '{}'),
    ],
    ['gzip bomb', 'malformed', plain(bomb)],
    ['deflate', 'malformed', answered('200 OK', `${PRODUCT}content-encoding: deflate\r\n`, '{}')],
    ['brotli', 'malformed', answered('200 OK', `${PRODUCT}content-encoding: br\r\n`, '{}')],
    [
      'identity said aloud',
      'malformed',
      answered('200 OK', `${PRODUCT}content-encoding: identity\r\n`, '{}'),
    ],
    [
      'endless body, chunked',
      'answer_too_big',
      endless(CHUNKED, `4000\r\n${' '.repeat(0x4000)}\r\n`),
    ],
    [
      'endless body, until the close',
      'answer_too_big',
      endless(`HTTP/1.1 200 OK\r\n${PRODUCT}\r\n`, ' '.repeat(0x4000)),
    ],
    [
      '5,000 chunks of one byte',
      'answer_too_big',
      plain(`${CHUNKED}${'1\r\n \r\n'.repeat(5_000)}2\r\n{}\r\n0\r\n\r\n`),
    ],
    ['300,000 chunks of one byte', 'answer_too_big', endless(CHUNKED, '1\r\n \r\n'.repeat(10_000))],
    [
      'five megabytes announced, then silence',
      'answer_too_big',
      plain(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: 5000000\r\n\r\n{`),
    ],
    [
      '12 kB in one header',
      'answer_too_big',
      plain(`HTTP/1.1 200 OK\r\n${PRODUCT}x: ${'y'.repeat(12_000)}\r\n\r\n`),
    ],
    [
      '1,500 headers',
      'answer_too_big',
      plain(`HTTP/1.1 200 OK\r\n${PRODUCT}${'x: y12345\r\n'.repeat(1_500)}\r\n`),
    ],
    ['endless headers', 'answer_too_big', endless('HTTP/1.1 200 OK\r\n', 'x: y\r\n'.repeat(1_000))],
    [
      'endless trailers',
      'answer_too_big',
      endless(`${CHUNKED}2\r\n{}\r\n0\r\n`, 'x: y\r\n'.repeat(1_000)),
    ],
    ['nested 100,000 deep', 'malformed', plain(jsonText(nested(100_000)))],
    ['nested 33 deep', 'malformed', plain(jsonText(nested(33)))],
    ['nested 32 deep', '200', plain(jsonText(nested(32)))],
    [
      'objects nested 100 deep',
      'malformed',
      plain(jsonText(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`)),
    ],
    ['brackets inside a string', '200', plain(json({ a: '[{'.repeat(100) }))],
    ['__proto__', 'malformed', plain(jsonText('{"hits":{"__proto__":{"total":9}}}'))],
    [
      '__proto__ spelled with escapes',
      'malformed',
      plain(jsonText('{"\\u005f\\u005fproto\\u005f\\u005f":{"total":9}}')),
    ],
    [
      'constructor.prototype',
      'malformed',
      plain(jsonText('{"constructor":{"prototype":{"total":9}}}')),
    ],
    ['duplicate keys', '200', plain(jsonText('{"took":1,"took":2}'))],
    ['a list of 101', 'answer_too_big', plain(json({ hits: Array(101).fill(0) }))],
    ['a list of 100', '200', plain(json({ hits: Array(100).fill(0) }))],
    ['a text of 513', 'answer_too_big', plain(json({ a: 'x'.repeat(513) }))],
    ['a text of 512', '200', plain(json({ a: 'x'.repeat(512) }))],
    ['a name of 513', 'answer_too_big', plain(json({ ['x'.repeat(513)]: 1 }))],
    ['a text of 1 MB', 'answer_too_big', plain(json({ a: 'x'.repeat(1_000_000) }))],
    ['a body of 256 KiB', '200', plain(jsonText(`{}${' '.repeat(256 * 1024 - 2)}`))],
    [
      'a body of 256 KiB and one',
      'answer_too_big',
      plain(jsonText(`{}${' '.repeat(256 * 1024 - 1)}`)),
    ],
    [
      '256 KiB and one in chunks',
      'answer_too_big',
      plain(`${CHUNKED}40001\r\n{}${' '.repeat(0x3ffff)}\r\n0\r\n\r\n`),
    ],
    [
      'markup in an error',
      '400',
      answered(
        '400 Bad Request',
        PRODUCT,
        JSON.stringify({ error: { type: 'x', reason: MARKUP } }),
      ),
    ],
    [
      'a status written into the body',
      '401',
      answered('401 Unauthorized', PRODUCT, '{"status":200}'),
    ],
    ['reset before the answer', 'unreachable', reset],
    ['reset within the headers', 'unreachable', then('HTTP/1.1 200 OK\r\nx', reset)],
    [
      'reset within the body',
      'unreachable',
      then(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: 9\r\n\r\n{`, reset),
    ],
    [
      'closed within the body',
      'unreachable',
      then(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: 9\r\n\r\n{`, (socket) => socket.end()),
    ],
    ['closed without an answer', 'unreachable', (socket) => void socket.end()],
    [
      'no product header',
      '200',
      answered('200 OK', 'content-type: application/json\r\n', '{"version":{"number":"7.10.2"}}'),
    ],
    ['503 in JSON', '503', answered('503 Service Unavailable', PRODUCT, '{"error":{"type":"x"}}')],
    [
      '503 in HTML',
      'not_elasticsearch',
      answered('503 Service Unavailable', 'content-type: text/html\r\n', '<h1>no</h1>'),
    ],
    [
      'captive portal',
      'not_elasticsearch',
      answered('200 OK', 'content-type: text/html\r\n', '<form>Wi-Fi</form>'),
    ],
    ['HTML that calls itself JSON', 'malformed', answered('200 OK', PRODUCT, '<html>')],
    [
      'JSON that calls itself HTML',
      'not_elasticsearch',
      answered('200 OK', 'content-type: text/html\r\n', '{}'),
    ],
    ['no content type', 'not_elasticsearch', answered('200 OK', '', '{}')],
    ['an empty body', 'not_elasticsearch', answered('200 OK', PRODUCT)],
    ['204', 'not_elasticsearch', plain(`HTTP/1.1 204 No Content\r\n${PRODUCT}\r\n`)],
    ['truncated JSON', 'malformed', plain(jsonText('{"took":'))],
    ['two JSON values', 'malformed', plain(jsonText('{}{}'))],
    [
      'bytes that are no UTF-8',
      'malformed',
      plain(Buffer.from(`${CHUNKED}8\r\n{"a":"\xff"\r\n1\r\n}\r\n0\r\n\r\n`, 'latin1')),
    ],
    ['a greeting of SSH', 'not_elasticsearch', plain('SSH-2.0-OpenSSH_9.9\r\n')],
    ['HTTP/0.9', 'not_elasticsearch', then('{"took":1}', (socket) => socket.end())],
    [
      'HTTP/1.0 until the close',
      '200',
      then(`HTTP/1.0 200 OK\r\n${PRODUCT}\r\n{}`, (socket) => socket.end()),
    ],
    [
      'two lengths',
      'malformed',
      plain(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: 2\r\ncontent-length: 9\r\n\r\n{}`),
    ],
    [
      'a negative length',
      'not_elasticsearch',
      plain(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: -2\r\n\r\n{}`),
    ],
    [
      'length and chunks',
      'not_elasticsearch',
      plain(`${CHUNKED.replace('\r\n\r\n', '\r\ncontent-length: 2\r\n\r\n')}2\r\n{}\r\n0\r\n\r\n`),
    ],
    ['a chunk of 16 exabytes', 'not_elasticsearch', plain(`${CHUNKED}ffffffffffffffff1\r\n{`)],
    ['a NUL in a header', 'not_elasticsearch', plain(`HTTP/1.1 200 OK\r\n${PRODUCT}x: \0\r\n\r\n`)],
    [
      'switching protocols',
      'unreachable',
      plain(
        'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      ),
    ],
    ['status 999', '999', answered('999 Odd', PRODUCT, '{}')],
    [
      'content type twice',
      '200',
      answered('200 OK', `${PRODUCT}content-type: text/html\r\n`, '{}'),
    ],
    ['a header called __proto__', '200', answered('200 OK', `${PRODUCT}__proto__: x\r\n`, '{}')],
    [
      'numbers beyond all bounds',
      '200',
      plain(jsonText('{"took":1e999999,"n":-0,"big":99999999999999999999}')),
    ],
    ['half a surrogate', '200', plain(jsonText('{"a":"\\ud800","b":"\\u0000"}'))],
    ['Kibana’s redirect', '302', answered('302 Found', 'kbn-name: x\r\nlocation: /login\r\n')],
    [
      'Kibana’s page',
      '200',
      answered('200 OK', 'kbn-name: x\r\ncontent-type: text/html\r\n', '<html>'),
    ],
    [
      'Elastic Cloud’s proxy',
      '404',
      answered(
        '404 Not Found',
        'content-type: application/json\r\nx-cloud-request-id: 1\r\n',
        '{"ok":false,"message":"Unknown deployment."}',
      ),
    ],
    [
      'Elastic Cloud’s proxy in HTML',
      '503',
      answered('503 Unavailable', 'content-type: text/html\r\nx-cloud-request-id: 1\r\n', '<html>'),
    ],
  ]
  return rows.map(([name, expected, answer]) => ({ name, expected, answer }))
}

/** Answers that only a clock of ours ends. */
export function createSlowAnswers(): readonly HostileAnswer[] {
  const rows: readonly (readonly [name: string, answer: Answer])[] = [
    ['no answer ever', () => undefined],
    ['one byte at a time', dripping(CHUNKED, '1\r\n \r\n')],
    ['headers letter by letter', dripping('HTTP/1.1 200 OK\r\nx: ', 'y')],
    ['a status line that never ends', dripping('HTTP/1.1 200 ', 'O')],
    ['a body that stops', plain(`HTTP/1.1 200 OK\r\n${PRODUCT}content-length: 300\r\n\r\n{`)],
    ['early hints for ever', dripping('', 'HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n')],
    ['a chunk extension that never ends', dripping(`${CHUNKED}2;`, 'xxxxxxxxxxxx')],
  ]
  return rows.map(([name, answer]) => ({ name, expected: 'timeout', answer }))
}
