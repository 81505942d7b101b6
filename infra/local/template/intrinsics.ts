import { substitute } from './substitute.ts';
import type { Template } from './template.ts';

/** What the intrinsic functions refer to. Each throws on a name it does not know. */
export interface References {
  /** The value of `Ref` for a resource, a parameter or a pseudo parameter. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mappings: Template['Mappings'];
}

/** Stands for `AWS::NoValue`: the property or list entry that has it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/**
 * The value with every intrinsic function replaced by what it stands for. Throws on a function that it does not know
 * and on arguments that the function does not take: a wrong string left behind would be found much later.
 */
export const resolve = (value: unknown, references: References): unknown => {
  if (Array.isArray(value))
    return value.map((entry) => resolve(entry, references)).filter((entry) => entry !== NO_VALUE);
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new Error(`The template holds the dynamic reference ${value}, which the local runtime does not resolve.`);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && isIntrinsic(only[0])) return call(only[0], only[1], references);
  return Object.fromEntries(
    entries
      .map(([key, entry]): [string, unknown] => [key, resolve(entry, references)])
      .filter(([, entry]) => entry !== NO_VALUE),
  );
};

const isIntrinsic = (key: string): boolean => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');

const call = (name: string, argument: unknown, references: References): unknown => {
  const given = () => resolve(argument, references);
  switch (name) {
    case 'Ref':
      return references.ref(text(name, argument));
    case 'Condition':
      // `Condition` is also a key of policy statements, where its value is an object.
      return typeof argument === 'string'
        ? references.condition(argument)
        : { Condition: resolve(argument, references) };
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(name, argument);
      return references.attribute(text(name, logicalId), attribute.map((part) => text(name, part)).join('.'));
    }
    case 'Fn::Sub':
      return substitute(argument, (part) => resolve(part, references));
    case 'Fn::Join': {
      const [separator, parts] = list(name, given());
      return list(name, parts)
        .map((part) => text(name, part))
        .join(text(name, separator));
    }
    case 'Fn::Select': {
      const [index, values] = list(name, given());
      const selected = list(name, values)[Number(index)];
      if (selected === undefined) throw malformed(name, argument);
      return selected;
    }
    case 'Fn::Split': {
      const [separator, source] = list(name, given());
      return text(name, source).split(text(name, separator));
    }
    case 'Fn::FindInMap': {
      const [map, first, second] = list(name, given()).map((part) => text(name, part));
      const found = references.mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
      if (found === undefined) throw malformed(name, argument);
      return found;
    }
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = list(name, argument);
      return resolve(references.condition(text(name, condition)) ? whenTrue : whenFalse, references);
    }
    case 'Fn::Equals': {
      const [one, other] = list(name, given());
      return JSON.stringify(one) === JSON.stringify(other);
    }
    case 'Fn::Not':
      return !list(name, given())[0];
    case 'Fn::And':
      return list(name, given()).every(Boolean);
    case 'Fn::Or':
      return list(name, given()).some(Boolean);
    case 'Fn::Base64':
      return Buffer.from(text(name, given())).toString('base64');
    default:
      throw new Error(`The template uses ${name}, which the local runtime does not know: ${JSON.stringify(argument)}`);
  }
};

const malformed = (name: string, argument: unknown): Error =>
  new Error(`${name} cannot be resolved with ${JSON.stringify(argument)}`);

const list = (name: string, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw malformed(name, value);
  return value;
};

const text = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed(name, value);
};
