import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';
import { type DynamoDbStore, expectOk } from './store.ts';

/** A secondary index: the names of its keys, and of all attributes that it holds. */
export interface IndexShape {
  readonly name: string;
  readonly keys: readonly string[];
  readonly attributes: 'all' | readonly string[];
}

/** The names of a table's keys, and its indexes. */
export interface TableShape {
  readonly keys: readonly string[];
  readonly indexes: readonly IndexShape[];
}

/** Makes a reader of tables' shapes that asks for each table once. */
export const createTableShapes = (store: DynamoDbStore): ((table: string) => Promise<TableShape>) => {
  const known = new Map<string, TableShape>();
  return async (table) => {
    const before = known.get(table);
    if (before) return before;
    const { Table } = expectOk('DescribeTable', await store('DescribeTable', { TableName: table }));
    const shape = shapeOf(isJsonObject(Table) ? Table : {});
    known.set(table, shape);
    return shape;
  };
};

const shapeOf = (described: JsonObject): TableShape => {
  const keys = keysOf(described);
  const indexes = [described.GlobalSecondaryIndexes, described.LocalSecondaryIndexes].flat().filter(isJsonObject);
  return {
    keys,
    indexes: indexes.map((index) => {
      const own = keysOf(index);
      const projection = isJsonObject(index.Projection) ? index.Projection : {};
      const further = Array.isArray(projection.NonKeyAttributes) ? projection.NonKeyAttributes.map(String) : [];
      return {
        name: textOf(index, 'IndexName') ?? '',
        keys: own,
        attributes: projection.ProjectionType === 'ALL' ? 'all' : [...new Set([...own, ...keys, ...further])],
      };
    }),
  };
};

const keysOf = ({ KeySchema }: JsonObject): readonly string[] =>
  (Array.isArray(KeySchema) ? KeySchema : []).filter(isJsonObject).map(({ AttributeName }) => String(AttributeName));
