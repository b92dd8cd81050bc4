/**
 * A table of the template in the terms of CreateTable: keys and indexes. Capacity, encryption and backups are not among
 * them, nor is expiry. Pure.
 */
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { listAt, recordAt, stringAt } from './json-shape.ts';
import type { ResolvedResource } from './template.ts';
import { templateFault } from './wiring.ts';

export interface DeclaredTable {
  readonly name: string;
  readonly keySchema: KeySchemaElement[];
  readonly attributes: AttributeDefinition[];
  readonly globalIndexes: GlobalSecondaryIndex[];
  readonly localIndexes: LocalSecondaryIndex[];
}

export function readTable(table: ResolvedResource): DeclaredTable {
  return {
    name: table.name,
    keySchema: readKeySchema(table.properties),
    attributes: listAt(table.properties, 'AttributeDefinitions').map((attribute) => ({
      AttributeName: stringAt(attribute, 'AttributeName') ?? '',
      AttributeType: attributeType(table, stringAt(attribute, 'AttributeType')),
    })),
    globalIndexes: listAt(table.properties, 'GlobalSecondaryIndexes').map(readIndex),
    localIndexes: listAt(table.properties, 'LocalSecondaryIndexes').map(readIndex),
  };
}

function readIndex(index: unknown): LocalSecondaryIndex {
  const projection = recordAt(index, 'Projection');
  const type = stringAt(projection, 'ProjectionType');
  const nonKey = listAt(projection, 'NonKeyAttributes').map(String);
  return {
    IndexName: stringAt(index, 'IndexName') ?? '',
    KeySchema: readKeySchema(index),
    Projection: {
      ProjectionType: type === 'KEYS_ONLY' || type === 'INCLUDE' ? type : 'ALL',
      ...(nonKey.length === 0 ? {} : { NonKeyAttributes: nonKey }),
    },
  };
}

function readKeySchema(owner: unknown): KeySchemaElement[] {
  return listAt(owner, 'KeySchema').map((element) => ({
    AttributeName: stringAt(element, 'AttributeName') ?? '',
    KeyType: stringAt(element, 'KeyType') === 'RANGE' ? 'RANGE' : 'HASH',
  }));
}

function attributeType(table: ResolvedResource, type: string | undefined): 'S' | 'N' | 'B' {
  if (type === 'S' || type === 'N' || type === 'B') return type;
  throw templateFault(table, `${type} is no type of a key attribute`);
}
