import { pino, type Logger } from 'pino'

/** The only fields a log line may have: known scalars, named as in the Elastic Common Schema where it has a name. */
export type LogFields = Partial<{
  'event.duration': number
  'http.request.method': string
  'http.response.status_code': number
  /** The pattern, never the path: links stand in paths. */
  'http.route': string
  'trace.id': string
  'error.code': string
  'error.type': string
  /** Our own words for what failed; never a message from outside. */
  'error.message': string
  'error.stack_trace': string
  code: string
  count: number
  fingerprint: string
}>

export type Log = {
  error(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  debug(event: string, fields?: LogFields): void
}

/** ERROR = wake someone, WARN = odd but healing, INFO = a booth event, DEBUG = the rest. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ 'log.level': label }) },
  }
  const logger: Logger = destination ? pino(options, destination) : pino(options)
  const at =
    (name: 'error' | 'warn' | 'info' | 'debug') =>
    (event: string, fields: LogFields = {}) => {
      logger[name](fields, event)
    }
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

/** What may be logged of an error that is a bug: its class, code and the places in our code, not its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { 'error.type': typeof error }
  const code = (error as { code?: unknown }).code
  return {
    'error.type': error.name,
    ...(typeof code === 'string' && { 'error.code': code }),
    'error.stack_trace': (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}
