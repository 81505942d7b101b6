const NAMES: Readonly<Record<string, string>> = {
  office365: 'Office 365',
  dynamics365: 'Dynamics 365',
  ai: 'AI assistants',
  collaboration: 'Collaboration',
};

/** What to call a family of products, by its id; an operator's own goes by its id. */
export const familyName = (id: string): string => (Object.hasOwn(NAMES, id) ? (NAMES[id] ?? id) : id);
