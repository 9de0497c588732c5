export function measureOnPostgres(): Promise<string[]> {
  return Promise.resolve([])
}
