import fc from 'fast-check';
import * as z from 'zod';

/** The part of JSON Schema that the OpenAPI document uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly format?: string;
}

const schema: z.ZodType<Schema> = z.looseObject({});
const parameter = z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']) });
const described = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), described)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

/** Texts that break what is not ready for them: too long, no text, half a text, words of JavaScript, paths, headers. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\nx-injected: 1',
  '\ud800',
  'a\udc00b',
  '\ufffd',
  '\u202eabc',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '/',
  '%',
  '%00',
  '%ff',
  '#',
  '*',
  '"',
  '<script>',
  'x'.repeat(600),
  'x'.repeat(1100),
  'x'.repeat(3000),
  '漢'.repeat(800),
  '2026-02-30',
  '0000-01-01',
  '9999-12-31',
  '-1',
  '1e999',
  'NaN',
  Buffer.from('{"after":"\\ud800"}').toString('base64url'),
  Buffer.from('{"createdAt":"2026-03-10T00:00:00Z","job":"\\ud800"}').toString('base64url'),
  Buffer.from(`{"createdAt":"2026-03-10T00:00:00Z","job":"${'x'.repeat(1200)}"}`).toString('base64url'),
  Buffer.from('{"createdAt":"2026-03-10T00:00:00Z","job":""}').toString('base64url'),
  Buffer.from('{"shard":0,"after":"x"}').toString('base64url'),
  Buffer.from('{"from":"0001-01-01","to":"9999-12-31"}').toString('base64url'),
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

const number = fc.constantFrom(0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53) - 2, 1e21, 1e308, 5e-324);

const nested = (levels: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.constantFrom(null, true, [], {}, nested(30), nested(100)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);

/** Values that fit a schema now and then, and hold hostile ones where they do not. */
const valueFor = (one: Schema, schemas: Readonly<Record<string, Schema>>, depth = 0): fc.Arbitrary<unknown> => {
  const { $ref, anyOf, oneOf, allOf, type, properties, items, additionalProperties } = one;
  if (depth > 6) return anything;
  const deeper = (inner: Schema) => valueFor(inner, schemas, depth + 1);
  if ($ref !== undefined) return deeper(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const alternatives = anyOf ?? oneOf ?? allOf;
  const fitting = (): fc.Arbitrary<unknown> => {
    if (alternatives) return fc.oneof(...alternatives.map(deeper));
    if (one.enum) return fc.constantFrom(...one.enum);
    if (one.const !== undefined) return fc.constant(one.const);
    if (properties)
      return fc.record(Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, deeper(inner)])), {
        requiredKeys: [],
      });
    if (items) return fc.array(deeper(items), { maxLength: 3 });
    if (typeof additionalProperties === 'object')
      return fc.dictionary(text, deeper(additionalProperties), { maxKeys: 3 });
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer' || type === 'number') return fc.oneof(fc.integer({ min: 0, max: 50 }), number);
    if (one.format === 'date') return fc.constantFrom('2026-03-09', '2026-02-30', '9999-12-31');
    return fc.oneof(fc.constantFrom('contoso', 'teams', 'graph.users', '2026-03-09', '2026-03-09T10:00:00Z'), text);
  };
  return fc.oneof({ weight: 8, arbitrary: fitting() }, { weight: 1, arbitrary: anything });
};

/** A request of an operation: its path with its values filled in, and the text of its body. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string | undefined;
}

const HOSTILE_BODIES: readonly string[] = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '['.repeat(200_000),
  `[${'{},'.repeat(300_000)}{}]`,
  '{"__proto__":{"scopes":["operator"]},"constructor":1}',
  '{"":"","":{}}',
  '{"name":1e999}',
];

/** Percent-encoded as it is on the wire; what is no text cannot be, and comes as it would be typed. */
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

/** Requests of every operation of an OpenAPI document, by its name: `PUT /v1/customers/{id}`. `ids` are some that exist. */
export const hostileRequests = (
  openApi: unknown,
  ids: readonly string[],
): readonly (readonly [name: string, requests: fc.Arbitrary<HostileRequest>])[] => {
  const { paths, components } = document.parse(openApi);
  const id = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: text });
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody }]) => {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
      const query = fc.array(
        fc.tuple(
          fc.oneof(fc.constantFrom('x', '__proto__', ...names), text),
          fc.oneof(fc.constantFrom('1', 'contoso'), text),
        ),
        { maxLength: 3 },
      );
      const path = fc
        .tuple(...[...template.matchAll(/\{\w+\}/gu)].map(() => id))
        .map((values) => template.replaceAll(/\{\w+\}/gu, () => encoded(values.shift() ?? '') || '%20'));
      const search = query.map((pairs) => pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'));
      const body = requestBody
        ? fc.oneof(
            { weight: 1, arbitrary: fc.constantFrom<string | undefined>(undefined, ...HOSTILE_BODIES) },
            {
              weight: 5,
              arbitrary: valueFor(requestBody.content['application/json'].schema, components.schemas).map((value) =>
                JSON.stringify(value),
              ),
            },
          )
        : fc.constant(undefined);
      const requests = fc.tuple(path, search, body).map(([at, asked, text]) => ({
        method: method.toUpperCase(),
        path: asked === '' ? at : `${at}?${asked}`,
        body: text,
      }));
      return [`${method.toUpperCase()} ${template}`, requests] as const;
    }),
  );
};
