/**
 * `Fn::Sub`: `${Name}` becomes the value of `Ref`, `${Id.Attribute}` that of `Fn::GetAtt`, `${!Literal}` stays as
 * `${Literal}`. The argument is a string, or a string and a map of further names. `resolve` resolves a value.
 */
export const substitute = (argument: unknown, resolve: (value: unknown) => unknown): string => {
  const [source, names = {}] = Array.isArray(argument) ? argument : [argument];
  if (typeof source !== 'string' || typeof names !== 'object' || names === null)
    throw new Error(`Fn::Sub cannot be resolved with ${JSON.stringify(argument)}`);
  const own = new Map<string, unknown>(Object.entries(names));
  return source.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const value = resolve(own.has(name) ? own.get(name) : name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new Error(`Fn::Sub cannot put ${JSON.stringify(value)} in the place of \${${name}} in "${source}"`);
    return String(value);
  });
};
