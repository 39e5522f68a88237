/** Names of groups as somebody types them, with commas between; each once. */
export function splitGroups(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}
