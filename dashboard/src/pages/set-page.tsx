export function SetPage(_: { id: string; compare: string | null }) {
  return null;
}
