/** Picks the form that goes with a number, by the rules of the language. */
export function pluralOf(language: string) {
  const rules = new Intl.PluralRules(language);
  return (howMany: number, one: string, other: string): string => (rules.select(howMany) === 'one' ? one : other);
}
