/** What to type into Discover's search field, in Kibana's own language (KQL). */
export function kqlFor(tag: string): string {
  return `tags : "${tag}"`
}

/**
 * Opens Discover with the tagged documents of the last hour. The guide makes no data view, so the link carries an
 * ES|QL query, which Discover understands from 8.14 on; KQL in it from 9.1 (Elastic's documentation). Older or
 * unknown: Discover as it opens.
 */
export function discoverLink(host: string, { tag, version }: { tag: string; version?: string }) {
  const query = queryFor(tag, version)
  const discover = `https://${host}/app/discover`
  if (query === undefined) return discover
  const time = '_g=(time:(from:now-1h,to:now))'
  // Rison, Kibana's own notation: a quote inside a text is written !'.
  const text = encodeURIComponent(query.replace(/[!']/g, '!$&'))
  return `${discover}#/?${time}&_a=(dataSource:(type:esql),query:(esql:'${text}'))`
}

function queryFor(tag: string, version = ''): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isAtLeast = (wanted: number, least: number) =>
    major > wanted || (major === wanted && minor >= least)
  if (!isAtLeast(8, 14)) return undefined
  const where = isAtLeast(9, 1)
    ? `KQL(${JSON.stringify(kqlFor(tag))})`
    : `tags == ${JSON.stringify(tag)}`
  return `FROM metricbeat-* | WHERE ${where} | SORT @timestamp DESC | LIMIT 100`
}
