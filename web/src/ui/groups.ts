/** Groups while somebody chooses them: those that were added, and what stands in the field for another. */
export interface ChosenGroups {
  readonly names: readonly string[];
  readonly typed: string;
}

export const NO_GROUPS: ChosenGroups = { names: [], typed: '' };

/** What was typed, as one more group: without the spaces around it, and with commas, which a name may have. */
export function withTyped({ names, typed }: ChosenGroups): ChosenGroups {
  const name = typed.trim();
  return { names: name === '' ? names : [...new Set([...names, name])], typed: '' };
}

/** Whether something stands in the field that is not added yet. */
export function isHalfTyped(typed: string): boolean {
  return typed.trim() !== '';
}
