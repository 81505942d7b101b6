const compiled = new Map<string, RegExp>();

/**
 * Whether `text` matches an IAM pattern, in which `*` stands for any text and `?` for one character. Case counts unless
 * `ignoreCase`, as in the names of actions.
 */
export const matchesWildcard = (pattern: string, text: string, ignoreCase = false): boolean => {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    compiled.set(key, expression);
  }
  return expression.test(text);
};
