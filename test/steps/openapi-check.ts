import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

/** Holds one JSON answer against the document; throws an error that names what does not fit. `path` has its values filled in. */
export type OpenApiCheck = (method: string, path: string, status: number, body: unknown) => void;

const responses = z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() }));
const openApi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses }))),
  components: z.looseObject({ schemas: z.looseObject({ Problem: z.unknown() }) }),
});

const DOCUMENT = 'openapi.json';
const PROBLEM = `${DOCUMENT}#/components/schemas/Problem`;

const pointer = (...steps: readonly string[]): string =>
  `${DOCUMENT}#${steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

/** Whether a path is one of a template's: `/v1/customers/contoso` of `/v1/customers/{id}`. */
const fits = (template: string, path: string): boolean => {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((step, at) => step.startsWith('{') || step === given[at]);
};

const literalSteps = (template: string): number => template.split('/').filter((step) => !step.startsWith('{')).length;

/** Takes a parsed OpenAPI 3.1 document. Throws when it is none, or when a schema in it cannot be used. */
export const createOpenApiCheck = (document: unknown): OpenApiCheck => {
  const { paths } = openApi.parse(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } }); // each is made for a few answers
  // The package exports its function as `default` of a CommonJS module, which Node.js wraps once more.
  (addFormats as unknown as typeof addFormats.default)(ajv);
  ajv.addSchema({ ...openApi.parse(document), $id: DOCUMENT });

  const complaintsOf = (schema: string, body: unknown): string => {
    const validate = ajv.getSchema(schema);
    if (!validate) throw new Error(`There is no ${schema}`);
    return validate(body) ? '' : ajv.errorsText(validate.errors, { dataVar: 'body' });
  };

  const schemasOf = (method: string, path: string, status: number): string[] => {
    const [template] = Object.keys(paths)
      .filter((one) => fits(one, path) && paths[one]?.[method.toLowerCase()])
      .sort((a, b) => literalSteps(b) - literalSteps(a));
    if (template === undefined && status === 404) return [PROBLEM];
    if (template === undefined) throw new Error(`The document has no ${method} ${path}, which answered ${status}`);
    const response = paths[template]?.[method.toLowerCase()]?.responses[String(status)];
    if (!response) throw new Error(`${method} ${template} answered ${status}, which the document does not list`);
    return Object.keys(response.content ?? {}).map((type) =>
      pointer('paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'),
    );
  };

  return (method, path, status, body) => {
    const schemas = schemasOf(method, path, status);
    if (schemas.length === 0)
      throw new Error(`${method} ${path} answered ${status} with a body, which the document does not list`);
    const complaints = schemas.map((schema) => complaintsOf(schema, body));
    if (!complaints.includes(''))
      throw new Error(
        `${method} ${path} answered ${status} with something else than the document says: ${complaints.join(' or ')}`,
      );
  };
};
