import type { RuleTarget } from './rules.ts';

/** What a rule's target is sent for an event: the event, a part of it, or a text made of its parts; as JSON or text. */
export const targetInput = (target: RuleTarget, event: unknown): string => {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  return InputTemplate.replace(/<([^<>]+)>/g, (whole, name: string) => {
    const path = InputPathsMap[name];
    if (name === 'aws.events.event' || name === 'aws.events.event.json') return JSON.stringify(event);
    if (path === undefined) return whole;
    const value = valueAt(event, path);
    return typeof value === 'string' ? value : JSON.stringify(value ?? null);
  });
};

/** A JSON path of member names only, `$.detail.object.key`. Throws on any other. */
const valueAt = (event: unknown, path: string): unknown => {
  if (!/^\$(\.[A-Za-z0-9_-]+)*$/.test(path)) throw new Error(`The runtime does not know the JSON path "${path}".`);
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
      event,
    );
};
