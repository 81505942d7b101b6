import type { z } from 'zod';
import { errorMessage } from '../log/error-message.ts';
import type { Assembly } from './assembly.ts';
import { NO_VALUE, type References, resolve } from './intrinsics.ts';
import { type Addresses, RESOURCE_TYPES, type ResourceNames, type ResourceType } from './resource-types.ts';
import type { TemplateResource } from './template.ts';

/** A resource of the template with every reference resolved. */
export interface Resource<Properties = Readonly<Record<string, unknown>>> {
  readonly logicalId: string;
  readonly type: string;
  /** The construct's path below the stack; the logical id where the assembly tells none. */
  readonly path: string;
  /** What `Ref` of it stands for. */
  readonly ref: string;
  /** What `Fn::GetAtt` of it stands for. Throws when the type has no such attribute. */
  readonly attribute: (name: string) => string;
  readonly properties: Properties;
}

/** A stack with every reference resolved. */
export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly resources: readonly Resource[];
  /** The resources of a type, their properties parsed; throws, naming the resource, on properties of another shape. */
  readonly ofType: <Schema extends z.ZodType>(type: string, schema: Schema) => readonly Resource<z.output<Schema>>[];
}

export interface StackPlace {
  readonly region: string;
  readonly account: string;
  readonly addresses: Addresses;
}

/**
 * Resolves the assembly's template for a place. Throws on a type of resource, an attribute or an intrinsic function
 * that the runtime does not know, naming it, and on a parameter without a default.
 */
export const resolveStack = (assembly: Assembly, place: StackPlace): Stack => {
  const { template, stackName } = assembly;
  const conditions = new Map<string, boolean>();
  const namesOf = (logicalId: string, resource: TemplateResource): ResourceNames => ({
    ...place,
    stackName,
    logicalId,
    property: (name) => {
      const value = resolve(resource.Properties[name], references);
      return typeof value === 'string' ? value : undefined;
    },
  });
  const present = (logicalId: string): TemplateResource => {
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`The template refers to "${logicalId}", which it does not hold.`);
    return resource;
  };
  const references: References = {
    mappings: template.Mappings,
    ref: (name) => {
      const pseudo = pseudoParameter(name, stackName, place);
      if (pseudo !== undefined) return pseudo;
      if (template.Parameters[name]) return parameterValue(name, template.Parameters[name]);
      const resource = present(name);
      return typeOf(name, resource).ref(namesOf(name, resource));
    },
    attribute: (logicalId, attribute) => {
      const resource = present(logicalId);
      const value = typeOf(logicalId, resource).attributes?.[attribute];
      if (!value) throw new Error(`The runtime does not know ${resource.Type}.${attribute}, of "${logicalId}".`);
      return value(namesOf(logicalId, resource));
    },
    condition: (name) => {
      if (!(name in template.Conditions)) throw new Error(`The template has no condition "${name}".`);
      const known = conditions.get(name) ?? Boolean(resolve(template.Conditions[name], references));
      conditions.set(name, known);
      return known;
    },
  };
  const resources = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || references.condition(Condition))
    .map(([logicalId, resource]): Resource => {
      const names = namesOf(logicalId, resource);
      const type = typeOf(logicalId, resource);
      return {
        logicalId,
        type: resource.Type,
        path: assembly.constructPaths.get(logicalId) ?? logicalId,
        ref: type.ref(names),
        attribute: (name) => String(references.attribute(logicalId, name)),
        properties: typeof type.runsAs === 'string' ? resolveProperties(logicalId, resource, references) : {},
      };
    });
  return {
    name: stackName,
    region: place.region,
    account: place.account,
    resources,
    ofType: (type, schema) =>
      resources
        .filter((resource) => resource.type === type)
        .map((resource) => {
          const parsed = schema.safeParse(resource.properties);
          if (parsed.success) return { ...resource, properties: parsed.data };
          const complaints = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
          throw new Error(`The runtime cannot run ${type} "${resource.logicalId}": ${complaints.join('; ')}`);
        }),
  };
};

const resolveProperties = (logicalId: string, { Properties }: TemplateResource, references: References) => {
  try {
    // A template's properties are an object, and `resolve` keeps an object an object.
    return resolve(Properties, references) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`"${logicalId}": ${errorMessage(cause)}`, { cause });
  }
};

const typeOf = (logicalId: string, { Type }: TemplateResource): ResourceType => {
  const type = RESOURCE_TYPES[Type];
  if (!type)
    throw new Error(
      `The runtime does not know the resource type ${Type}, of "${logicalId}". Run it, or list it in resource-types.ts with the reason why not.`,
    );
  return type;
};

const pseudoParameter = (name: string, stackName: string, { account, region }: StackPlace) =>
  new Map<string, unknown>([
    ['AWS::AccountId', account],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]).get(name);

/** A parameter of an SSM type has as its default the name of an SSM parameter; CDK's own is the one that templates hold. */
const parameterValue = (name: string, { Type, Default }: { Type: string; Default?: unknown }): unknown => {
  if (name === 'BootstrapVersion' && Type === 'AWS::SSM::Parameter::Value<String>') return BOOTSTRAP_VERSION;
  if (Default === undefined || Type.startsWith('AWS::SSM::'))
    throw new Error(`The parameter "${name}" has no default that the runtime could take. Give it one.`);
  return Default;
};

/** Any version that CDK's own check of it accepts: nothing else reads it. */
const BOOTSTRAP_VERSION = '99';
