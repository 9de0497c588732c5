import type { Compilable, CompiledQuery, DialectAdapter, Kysely, QueryResult } from 'kysely'

/** Stands for a value while the statement's text is made. */
class Given {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement of a hot path: its text is made once a database, afterwards only `values` differ. `build` sees stand-ins
 * instead of values and so cannot depend on them; every call gives the same names.
 */
export function compiledOnce<Tables, Values extends Record<string, unknown>, Row>(
  build: (db: Kysely<Tables>, values: Values) => Compilable<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  return (db, values) => {
    const { adapter, plugins } = db.getExecutor()
    // A plugin may change any query it is shown, so it is shown each.
    if (plugins.length > 0) return db.executeQuery(build(db, values).compile())
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, standIns(values)).compile()
      compiled.set(adapter, query)
    }
    const parameters = query.parameters.map((one) =>
      one instanceof Given ? values[one.name] : one,
    )
    return runCompiled(db, { ...query, parameters })
  }
}

/** Straight to the connection: on the longer way Kysely only asks plugins, of which there are none. */
export function runCompiled<Tables, Row>(
  db: Kysely<Tables>,
  query: CompiledQuery<Row>,
): Promise<QueryResult<Row>> {
  return db.getExecutor().provideConnection((connection) => connection.executeQuery<Row>(query))
}

function standIns<Values extends Record<string, unknown>>(values: Values): Values {
  return Object.fromEntries(Object.keys(values).map((name) => [name, new Given(name)])) as Values
}
