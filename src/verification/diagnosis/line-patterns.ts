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
  one('L11', 'MB-SHIPPING-CANNOT-CONNECT', toConnect),
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

function setUpRefused(): LinePattern[] {
  const refused = 'MB-SHIPPING-SETUP-REFUSED'
  return [
    one('L28', 'MB-METRICBEAT-TOO-NEW', 'Elasticsearch is too old. Please upgrade'),
    one(
      'L29',
      'MB-NO-LICENCE-ANSWER',
      'could not connect to a compatible version of Elasticsearch',
    ),
    one('L24', 'MB-TAG-IN-TEMPLATE-SETTINGS', 'unknown setting [index.tags'),
    one('L24', refused, 'EnsurePolicy failed'),
    one('L24', refused, 'failed to check for policy name'),
    one('L24', refused, 'error loading template'),
    one('L24', refused, 'onConnect callback failed'),
  ]
}

function writingRefused(): LinePattern[] {
  const cannotWrite = 'MB-SHIPPING-KEY-CANNOT-WRITE'
  return [
    one('L26', 'MB-DISK-FULL', 'disk usage exceeded flood-stage'),
    one('L26', 'MB-INDEX-READ-ONLY', 'blocked by: [FORBIDDEN/8/'),
    one('L26', 'MB-INDEX-READ-ONLY', 'blocked by: [FORBIDDEN/5/'),
    one('L25', cannotWrite, 'failed to perform any bulk index operations: 403'),
    one('L25', cannotWrite, 'failed to publish events: 403'),
    one('L25', cannotWrite, 'action [indices:data/write/bulk'),
    one('L26', 'MB-DOCUMENTS-DROPPED', 'Cannot index event', '(status=403)'),
    one('L23', 'MB-SHIPPING-KEY-NO-MONITOR', 'action [cluster:monitor/main]'),
  ]
}

function loginRefused(): LinePattern[] {
  return [
    one('L17', 'MB-SHIPPING-KEY-FORMAT', 'invalid ApiKey value'),
    one('L17', 'MB-SHIPPING-KEY-FORMAT', 'Illegal base64 character'),
    one('L18', 'MB-SHIPPING-KEY-WRONG-SECRET', 'invalid credentials for API key ['),
    one('L18', 'MB-SHIPPING-KEY-UNKNOWN', 'unable to find apikey with id'),
    one('L18', 'MB-SHIPPING-KEY-INVALIDATED', 'has been invalidated'),
    one('L18', 'MB-SHIPPING-KEY-EXPIRED', 'api key is expired'),
    one('L19', 'MB-SHIPPING-PASSWORD', 'unable to authenticate user ['),
    one('L20', 'MB-SHIPPING-NO-LOGIN', 'missing authentication credentials for REST request'),
    one('L16', 'MB-SHIPPING-LOGIN-REFUSED', '401 Unauthorized'),
  ]
}

function networkFails(): LinePattern[] {
  return [
    one('L13', 'MB-SHIPPING-HOST-UNKNOWN', 'no such host'),
    one('L13', 'MB-SHIPPING-HOST-UNKNOWN', 'DNS lookup failure'),
    one('L12', 'MB-SHIPPING-REFUSED', 'connection refused'),
    one('L14', 'MB-SHIPPING-NOT-TLS', 'first record does not look like a TLS handshake'),
    one('L15', 'MB-SHIPPING-NETWORK', 'x509: '),
    one('L15', 'MB-SHIPPING-NETWORK', 'i/o timeout'),
    one('L15', 'MB-SHIPPING-NETWORK', 'context deadline exceeded'),
  ]
}

function one(line: LineNumber, code: LinePattern['code'], ...needles: string[]): LinePattern {
  return { line, needles, code }
}
