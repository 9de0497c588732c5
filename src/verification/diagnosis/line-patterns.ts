import type { CodeOf } from './causes.ts'

export type LineNumber = `L${number}`

/**
 * A line of Metricbeat's, told by substrings that all stand in it (elastic.md §8; seen on 7.17.29 and
 * 9.3.0). The order decides: what wraps another line comes after what it wraps.
 */
export type LinePattern = {
  line: LineNumber
  needles: readonly string[]
  code: CodeOf<'not-yet'>
}

const yaml = 'error loading config file: yaml: '
const toConnect = 'Failed to connect to backoff(elasticsearch('

/** A setting that cannot be; mostly Metricbeat says which. */
const SETTING_NEEDLES = [
  ["accessing '", '(source:'],
  ['output type ', ' undefined'],
  ['the processor action ', ' does not exist'],
  ['error initializing publisher: parse "'],
  ['Invalid host param set'],
  ['parse host... ERROR'],
] as const

/** What shells say of a command they do not find (bash, dash and zsh; cmd and PowerShell in our three languages). */
const NO_COMMAND_NEEDLES = [
  'command not found',
  'metricbeat: not found',
  './metricbeat: No such file or directory',
  'no such file or directory: ./metricbeat',
  'is not recognized as',
  '내부 또는 외부 명령',
  '용어가 cmdlet',
  '内部コマンドまたは外部コマンド',
  'コマンドレット、関数',
] as const

export const LINE_PATTERNS: readonly LinePattern[] = [
  ...stopsAtOnce(),
  ...neverStarted(),
  ...setUpRefused(),
  ...writingRefused(),
  ...loginRefused(),
  ...networkFails(),
  { line: 'L11', needles: [toConnect], code: 'MB-SHIPPING-CANNOT-CONNECT' },
]

/** Metricbeat ends with code 1: the file cannot be read or makes no sense. */
function stopsAtOnce(): LinePattern[] {
  return [
    one('L1', 'MB-YAML-TAB', yaml, 'found character that cannot start any token'),
    one('L1', 'MB-YAML-INDENT', yaml, "did not find expected '-' indicator"),
    one('L1', 'MB-YAML-INDENT', yaml, 'did not find expected key'),
    one('L1', 'MB-YAML-QUOTE', yaml, 'found unexpected end of stream'),
    one('L1', 'MB-YAML-BRACKET', yaml, "did not find expected ',' or ']'"),
    one('L1', 'MB-YAML-COLON', yaml, "could not find expected ':'"),
    one('L1', 'MB-YAML', yaml),
    one('L2', 'MB-NO-OUTPUT', 'no outputs are defined, please define one'),
    one('L3', 'MB-TWO-LOGINS', 'cannot set both api_key and username/password'),
    one('L4', 'MB-CLOUD-AUTH-ALONE', 'cloud.auth specified but cloud.id is empty'),
    one('L5', 'MB-CLOUD-AUTH-NO-COLON', "cloud.auth setting doesn't contain `:`"),
    one('L6', 'MB-CLOUD-ID-GARBLED', 'Error decoding cloud.id: invalid cloud id'),
    one('L7', 'MB-TWO-OUTPUTS', "more than one namespace configured accessing 'output'"),
    one('L8', 'MB-CLOUD-ID-OTHER-OUTPUT', 'The cloud.id setting enables the Elasticsearch output'),
    one('L9', 'MB-NO-MODULE', 'one or more modules must be configured'),
    one('L9', 'MB-NO-MODULE', 'all modules are disabled'),
    one('L10', 'MB-MODULE-MISSPELT', "metricset '", ' not found'),
    one('L10', 'MB-MODULE-MISSPELT', 'no metricsets configured for module'),
    one('L21', 'MB-FILE-WRITABLE', 'can only be writable by the owner'),
    one('L21', 'MB-FILE-OWNER', 'must be owned by the user identifier'),
    one('L22', 'MB-ALREADY-RUNNING', 'data path already locked by another beat'),
    one('L27', 'MB-CUSTOM-INDEX', 'setup.template.name and setup.template.pattern have to be set'),
  ]
}

function neverStarted(): LinePattern[] {
  return [
    one('L31', 'MB-FILE-NOT-FOUND', 'error loading config file: stat '),
    one('L32', 'MB-MODULE-FILE-YAML', 'invalid config: yaml: '),
    ...SETTING_NEEDLES.map((needles) => one('L33', 'MB-SETTING-INVALID', ...needles)),
    ...NO_COMMAND_NEEDLES.map((needle) => one('L34', 'MB-COMMAND-NOT-FOUND', 'metricbeat', needle)),
  ]
}

function one(line: LineNumber, code: LinePattern['code'], ...needles: string[]): LinePattern {
  return { line, needles, code }
}

function setUpRefused(): LinePattern[] {
  const refused = 'MB-SHIPPING-SETUP-REFUSED'
  return [
    {
      line: 'L28',
      needles: ['Elasticsearch is too old. Please upgrade'],
      code: 'MB-METRICBEAT-TOO-NEW',
    },
    {
      line: 'L29',
      needles: ['could not connect to a compatible version of Elasticsearch'],
      code: 'MB-NO-LICENCE-ANSWER',
    },
    {
      line: 'L24',
      needles: ['unknown setting [index.tags'],
      code: 'MB-TAG-IN-TEMPLATE-SETTINGS',
    },
    { line: 'L24', needles: ['EnsurePolicy failed'], code: refused },
    { line: 'L24', needles: ['failed to check for policy name'], code: refused },
    { line: 'L24', needles: ['error loading template'], code: refused },
    { line: 'L24', needles: ['onConnect callback failed'], code: refused },
  ]
}

function writingRefused(): LinePattern[] {
  const cannotWrite = 'MB-SHIPPING-KEY-CANNOT-WRITE'
  return [
    { line: 'L26', needles: ['disk usage exceeded flood-stage'], code: 'MB-DISK-FULL' },
    { line: 'L26', needles: ['blocked by: [FORBIDDEN/8/'], code: 'MB-INDEX-READ-ONLY' },
    { line: 'L26', needles: ['blocked by: [FORBIDDEN/5/'], code: 'MB-INDEX-READ-ONLY' },
    {
      line: 'L25',
      needles: ['failed to perform any bulk index operations: 403'],
      code: cannotWrite,
    },
    { line: 'L25', needles: ['failed to publish events: 403'], code: cannotWrite },
    { line: 'L25', needles: ['action [indices:data/write/bulk'], code: cannotWrite },
    { line: 'L26', needles: ['Cannot index event', '(status=403)'], code: 'MB-DOCUMENTS-DROPPED' },
    { line: 'L23', needles: ['action [cluster:monitor/main]'], code: 'MB-SHIPPING-KEY-NO-MONITOR' },
  ]
}

function loginRefused(): LinePattern[] {
  return [
    { line: 'L17', needles: ['invalid ApiKey value'], code: 'MB-SHIPPING-KEY-FORMAT' },
    { line: 'L17', needles: ['Illegal base64 character'], code: 'MB-SHIPPING-KEY-FORMAT' },
    {
      line: 'L18',
      needles: ['invalid credentials for API key ['],
      code: 'MB-SHIPPING-KEY-WRONG-SECRET',
    },
    { line: 'L18', needles: ['unable to find apikey with id'], code: 'MB-SHIPPING-KEY-UNKNOWN' },
    { line: 'L18', needles: ['has been invalidated'], code: 'MB-SHIPPING-KEY-INVALIDATED' },
    { line: 'L18', needles: ['api key is expired'], code: 'MB-SHIPPING-KEY-EXPIRED' },
    { line: 'L19', needles: ['unable to authenticate user ['], code: 'MB-SHIPPING-PASSWORD' },
    {
      line: 'L20',
      needles: ['missing authentication credentials for REST request'],
      code: 'MB-SHIPPING-NO-LOGIN',
    },
    { line: 'L16', needles: ['401 Unauthorized'], code: 'MB-SHIPPING-LOGIN-REFUSED' },
  ]
}

function networkFails(): LinePattern[] {
  return [
    { line: 'L13', needles: ['no such host'], code: 'MB-SHIPPING-HOST-UNKNOWN' },
    { line: 'L13', needles: ['DNS lookup failure'], code: 'MB-SHIPPING-HOST-UNKNOWN' },
    { line: 'L12', needles: ['connection refused'], code: 'MB-SHIPPING-REFUSED' },
    {
      line: 'L14',
      needles: ['first record does not look like a TLS handshake'],
      code: 'MB-SHIPPING-NOT-TLS',
    },
    { line: 'L15', needles: ['x509: '], code: 'MB-SHIPPING-NETWORK' },
    { line: 'L15', needles: ['i/o timeout'], code: 'MB-SHIPPING-NETWORK' },
    { line: 'L15', needles: ['context deadline exceeded'], code: 'MB-SHIPPING-NETWORK' },
  ]
}
