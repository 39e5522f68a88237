export function encodeName(name: string, also: RegExp): string {
  return name.replaceAll(/./gsu, (character) =>
    character === '%' || also.test(character)
      ? [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
      : character,
  );
}
export function decodeName(name: string): string {
  return name.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return bytes.toString('utf8');
  });
}
