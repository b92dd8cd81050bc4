/**
 * A synthesized CloudFormation template with every intrinsic function replaced by its value: what CloudFormation would
 * see, had it made the stack under the names of resource-types.ts.
 *
 * Everything in the template is resolved, also what the emulators have no use for, because a reference that leads
 * nowhere is a fault that a deployment would stop at. Pure: no files, no clock, no AWS.
 * Rules: "Intrinsic function reference" and "Pseudo parameters" of the CloudFormation template reference.
 */
import { isRecord, type JsonRecord, recordAt, stringAt } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';
import {
  inventArn,
  inventName,
  isIgnoredType,
  MADE_TYPES,
  type MadeType,
  type StackPlace,
} from './resource-types.ts';

export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Of a made resource the name of the bucket, queue, table, topic or function; of another what refers to it. */
  readonly name: string;
  readonly properties: JsonRecord;
}

export interface ResolvedStack {
  /** What the stack has, in the template's order: what the emulators are to make, and what they have no use for. */
  readonly resources: readonly ResolvedResource[];
  /** Outputs by their key. One that needs a service which does not run is left out. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** @throws LocalEnvironmentError (`template`) naming the resource and the property. */
export function resolveTemplate(
  template: unknown,
  place: StackPlace,
  parameters: Readonly<Record<string, string>> = {},
): ResolvedStack {
  const resolution = new Resolution(template, place, parameters);
  return { resources: resolution.resources(), outputs: resolution.outputs() };
}

/** Marks what `AWS::NoValue` removes. */
const NO_VALUE = Symbol('AWS::NoValue');

/** Marks a value that needs a service which does not run. */
class NotRunning extends Error {}

/** One walk over one template; it remembers names and conditions, and where it is for the error message. */
class Resolution {
  readonly #template: unknown;
  readonly #place: StackPlace;
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #names = new Map<string, string>();
  readonly #open = new Set<string>();
  #owner = '';
  #path: string[] = [];

  constructor(template: unknown, place: StackPlace, parameters: Readonly<Record<string, string>>) {
    this.#template = template;
    this.#place = place;
    this.#parameters = parameters;
  }

  resources(): ResolvedResource[] {
    const resolved: ResolvedResource[] = [];
    for (const [logicalId, resource] of Object.entries(recordAt(this.#template, 'Resources'))) {
      const type = stringAt(resource, 'Type') ?? '';
      this.#begin(`resource ${logicalId} (${type})`);
      if (!this.#isMade(resource)) continue;
      const madeType = MADE_TYPES[type];
      if (madeType === undefined && !isIgnoredType(type)) {
        throw this.#fault(
          'the local environment does not know this type. If it makes no difference on a laptop, add it to the ' +
            'ignored types in lib/local/resource-types.ts',
        );
      }
      const properties = this.#propertiesOf(resource);
      if (madeType !== undefined) this.#refuseUnknownProperties(properties, madeType);
      resolved.push({ logicalId, type, name: this.#nameOf(logicalId), properties });
    }
    return resolved;
  }

  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [key, output] of Object.entries(recordAt(this.#template, 'Outputs'))) {
      this.#begin(`output ${key}`);
      if (!this.#isMade(output)) continue;
      try {
        outputs[key] = String(this.#value(isRecord(output) ? output.Value : undefined));
      } catch (error) {
        if (!(error instanceof NotRunning)) throw error;
      }
    }
    return outputs;
  }

  #propertiesOf(resource: unknown): JsonRecord {
    // A queue's URL in some property is of no consequence while SQS does not run: then only tables are made.
    const properties: JsonRecord = {};
    for (const [key, value] of Object.entries(recordAt(resource, 'Properties'))) {
      try {
        const resolved = this.#within(key, () => this.#value(value));
        if (resolved !== NO_VALUE) properties[key] = resolved;
      } catch (error) {
        if (!(error instanceof NotRunning)) throw error;
      }
    }
    return properties;
  }

  #refuseUnknownProperties(properties: JsonRecord, type: MadeType): void {
    for (const key of Object.keys(properties)) {
      if (type.used.includes(key) || type.inert.includes(key)) continue;
      throw this.#fault(
        `the local environment cannot do what the property ${key} asks for. If it makes no difference on a laptop, ` +
          'add it to the inert properties in lib/local/resource-types.ts',
      );
    }
  }

  #begin(owner: string): void {
    this.#owner = owner;
    this.#path = [];
  }

  #within<T>(step: string, work: () => T): T {
    this.#path.push(step);
    try {
      return work();
    } finally {
      this.#path.pop();
    }
  }

  #fault(message: string): LocalEnvironmentError {
    const where = this.#path.length === 0 ? '' : `, property ${this.#path.join('.')}`;
    return new LocalEnvironmentError(
      'template',
      `CloudFormation template, ${this.#owner}${where}: ${message}.`,
    );
  }

  #isMade(declaration: unknown): boolean {
    const condition = stringAt(declaration, 'Condition');
    return condition === undefined || this.#condition(condition);
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return items
        .map((item, index) => this.#within(String(index), () => this.#value(item)))
        .filter((item) => item !== NO_VALUE);
    }
    if (!isRecord(value)) return value;
    const [name, argument, ...rest] = Object.entries(value).flat();
    if (rest.length === 0 && typeof name === 'string' && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#function(name, argument);
    }
    const resolved: JsonRecord = {};
    for (const [key, member] of Object.entries(value)) {
      const memberValue = this.#within(key, () => this.#value(member));
      if (memberValue !== NO_VALUE) resolved[key] = memberValue;
    }
    return resolved;
  }

  #function(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(argument);
      case 'Fn::Join': {
        const [separator, items] = this.#arguments(name, argument, 2);
        return this.#texts(items).join(String(separator));
      }
      case 'Fn::Split': {
        const [separator, text] = this.#arguments(name, argument, 2);
        return String(text).split(String(separator));
      }
      case 'Fn::Select': {
        const [index, items] = this.#arguments(name, argument, 2);
        const item = this.#list(items)[Number(index)];
        if (item === undefined) throw this.#fault(`Fn::Select finds no item ${String(index)}`);
        return item;
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::If': {
        const [condition, whenTrue, whenFalse] = this.#list(argument);
        return this.#value(this.#condition(String(condition)) ? whenTrue : whenFalse);
      }
      case 'Fn::FindInMap':
        return this.#findInMap(argument);
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
        return this.#test({ [name]: argument });
      default:
        throw this.#fault(`the local environment does not know the function ${name}`);
    }
  }

  #arguments(name: string, argument: unknown, count: number): readonly unknown[] {
    const values = this.#list(this.#value(argument));
    if (values.length !== count) throw this.#fault(`${name} takes ${count} arguments`);
    return values;
  }

  #list(value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw this.#fault('a list was expected here');
    return value;
  }

  #texts(value: unknown): string[] {
    return this.#list(value).map((item) => {
      if (typeof item === 'object') throw this.#fault('a text was expected here');
      return String(item);
    });
  }

  #substitute(argument: unknown): string {
    const [text, variables] = Array.isArray(argument) ? this.#list(argument) : [argument, {}];
    if (typeof text !== 'string') throw this.#fault('Fn::Sub takes a text');
    return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, expression: string) => {
      if (literal !== '') return `\${${expression}}`;
      const variable = isRecord(variables) ? variables[expression] : undefined;
      if (variable !== undefined) return String(this.#value(variable));
      return String(expression.includes('.') ? this.#attribute(expression) : this.#ref(expression));
    });
  }

  #findInMap(argument: unknown): unknown {
    const [map, first, second] = this.#arguments('Fn::FindInMap', argument, 3).map(String);
    const row = recordAt(recordAt(recordAt(this.#template, 'Mappings'), map ?? ''), first ?? '');
    const found = row[second ?? ''];
    if (found === undefined)
      throw this.#fault(`Fn::FindInMap finds nothing under ${map}, ${first}, ${second}`);
    return found;
  }

  #ref(target: string): unknown {
    const pseudo = this.#pseudoParameter(target);
    if (pseudo !== undefined) return pseudo;
    const parameters = recordAt(this.#template, 'Parameters');
    if (Object.hasOwn(parameters, target)) return this.#parameter(target, parameters[target]);
    const { madeType, name } = this.#target(target);
    return madeType === undefined ? name : this.#returned(madeType.ref(name, this.#place));
  }

  #pseudoParameter(target: string): unknown {
    const { accountId, region, stackName } = this.#place;
    const values: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::NoValue': NO_VALUE,
      'AWS::NotificationARNs': [],
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    return Object.hasOwn(values, target) ? values[target] : undefined;
  }

  #parameter(name: string, declaration: unknown): unknown {
    const value = this.#parameters[name] ?? (isRecord(declaration) ? declaration.Default : undefined);
    if (value === undefined)
      throw this.#fault(`the parameter ${name} has no default, and no value was given`);
    const isList = stringAt(declaration, 'Type')?.includes('List') === true;
    return isList ? String(value).split(',') : value;
  }

  #attribute(argument: unknown): unknown {
    const [logicalId = '', ...path] =
      typeof argument === 'string' ? argument.split('.') : this.#texts(this.#value(argument));
    const attribute = path.join('.');
    const { type, madeType, name } = this.#target(logicalId);
    if (madeType === undefined)
      return attribute.endsWith('Arn') ? inventArn(type, name, this.#place) : `${name}.${attribute}`;
    const returned = madeType.attributes[attribute];
    if (returned === undefined) throw this.#fault(`${logicalId} has no attribute ${attribute}`);
    return this.#returned(returned(name, this.#place));
  }

  #returned(value: string | undefined): string {
    if (value === undefined) throw new NotRunning();
    return value;
  }

  #target(logicalId: string) {
    const resources = recordAt(this.#template, 'Resources');
    if (!Object.hasOwn(resources, logicalId))
      throw this.#fault(`there is no resource or parameter ${logicalId}`);
    const resource = resources[logicalId];
    if (!this.#isMade(resource)) throw this.#fault(`${logicalId} is not made: its condition is false`);
    const type = stringAt(resource, 'Type') ?? '';
    return { type, madeType: MADE_TYPES[type], name: this.#nameOf(logicalId) };
  }

  #nameOf(logicalId: string): string {
    const known = this.#names.get(logicalId);
    if (known !== undefined) return known;
    if (this.#open.has(logicalId)) throw this.#fault(`the name of ${logicalId} refers to itself`);
    this.#open.add(logicalId);
    const resource = recordAt(recordAt(this.#template, 'Resources'), logicalId);
    const type = MADE_TYPES[stringAt(resource, 'Type') ?? ''];
    const declared = type?.nameProperty && recordAt(resource, 'Properties')[type.nameProperty];
    const given = declared ? this.#value(declared) : undefined;
    const name = typeof given === 'string' ? given : inventName(this.#place.stackName, logicalId, type);
    this.#open.delete(logicalId);
    this.#names.set(logicalId, name);
    return name;
  }

  #condition(name: string): boolean {
    const conditions = recordAt(this.#template, 'Conditions');
    if (!Object.hasOwn(conditions, name)) throw this.#fault(`there is no condition ${name}`);
    return this.#test(conditions[name]);
  }

  #test(expression: unknown): boolean {
    const [name, argument] = isRecord(expression) ? Object.entries(expression).flat() : [];
    switch (name) {
      case 'Condition':
        return this.#condition(String(argument));
      case 'Fn::Equals': {
        const [left, right] = this.#arguments('Fn::Equals', argument, 2);
        return JSON.stringify(left) === JSON.stringify(right);
      }
      case 'Fn::And':
        return this.#list(argument).every((part) => this.#test(part));
      case 'Fn::Or':
        return this.#list(argument).some((part) => this.#test(part));
      case 'Fn::Not':
        return !this.#list(argument).every((part) => this.#test(part));
      default:
        throw this.#fault('a condition is written in a way that the local environment does not know');
    }
  }
}
