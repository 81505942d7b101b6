import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** An item, as the document client gives it. */
export type PlainItem = Readonly<Record<string, unknown>>;

/** A page of a query: its items, and the key after which the next page begins, if there is one. */
export interface ItemPage {
  readonly items: readonly PlainItem[];
  readonly lastKey: Record<string, AttributeValue> | undefined;
}

/**
 * Reads the answer to a query in one pass, from DynamoDB's text (`{"Items":[{"userId":{"S":"ada"}}]}`) to plain items. Parsed
 * as JSON it is three times as many objects, which then are turned into these. What is not written as DynamoDB writes it, or of
 * a kind that is seldom stored (sets, say), is parsed as JSON after all. Bytes stay the text (base64) that they are sent as.
 */
export const readItemPage = (text: string): ItemPage => {
  const start = text.indexOf(ITEMS);
  const reader = new ItemReader(text, start + ITEMS.length);
  const items = start < 0 ? undefined : reader.items();
  if (!items) return readAsJson(text);
  // What stands around the items is small; without them it is read as it is.
  const around = JSON.parse(`${text.slice(0, start)}"Items":[]${text.slice(reader.at)}`) as QueryAnswer;
  return { items, lastKey: around.LastEvaluatedKey };
};

const ITEMS = '"Items":[';

/** The answer to a query (DynamoDB API reference). */
interface QueryAnswer {
  readonly Items?: readonly Record<string, AttributeValue>[];
  readonly LastEvaluatedKey?: Record<string, AttributeValue>;
}

const readAsJson = (text: string): ItemPage => {
  const { Items = [], LastEvaluatedKey } = JSON.parse(text) as QueryAnswer;
  return { items: Items.map((item) => unmarshall(item)), lastKey: LastEvaluatedKey };
};

const code = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [code('"'), code('\\'), code(','), code(':')] as const;
const [ZERO, NINE] = [code('0'), code('9')] as const;
const [LIST_START, LIST_END, MAP_END] = [code('['), code(']'), code('}')] as const;
const [STRING, NUMBER, LIST, MAP, BOOLEAN] = [code('S'), code('N'), code('L'), code('M'), code('B')] as const;
const TYPE_AT = '{"'.length;

/** Names that are remembered, a power of two: attributes, workloads, products. */
const NAMES_KEPT = 1024;

/** Thrown where the text goes on in a way that is not read here. */
class NotPlain extends Error {}

/** Reads items from a place in a text on. */
class ItemReader {
  at: number;
  private readonly names: string[] = [];
  private readonly text: string;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** The items up to the end of their list, `undefined` where one of them is not plain. */
  items(): PlainItem[] | undefined {
    try {
      const items: PlainItem[] = [];
      if (this.passes(LIST_END)) return items;
      for (;;) {
        items.push(this.map());
        if (this.passes(LIST_END)) return items;
        this.pass(COMMA);
      }
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  }

  /** `{"name":value,…}`, from its first brace on. */
  private map(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.at += 1;
    if (this.passes(MAP_END)) return map;
    for (;;) {
      this.pass(QUOTE);
      const name = this.name();
      this.pass(COLON);
      map[name] = this.value();
      if (this.passes(MAP_END)) return map;
      this.pass(COMMA);
    }
  }

  /** `{"N":"1"}` and the like, from its first brace on. */
  private value(): unknown {
    const type = this.text.charCodeAt(this.at + TYPE_AT);
    this.at += type === BOOLEAN ? '{"BOOL":'.length : '{"S":'.length;
    const value = this.valueOf(type);
    this.pass(MAP_END);
    return value;
  }

  private valueOf(type: number): unknown {
    switch (type) {
      case STRING:
        this.pass(QUOTE);
        return this.string();
      case NUMBER:
        this.pass(QUOTE);
        return this.number();
      case BOOLEAN:
        return this.boolean();
      case LIST:
        this.pass(LIST_START);
        return this.list();
      case MAP:
        return this.map();
      default:
        throw new NotPlain();
    }
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    if (this.passes(LIST_END)) return list;
    for (;;) {
      list.push(this.value());
      if (this.passes(LIST_END)) return list;
      this.pass(COMMA);
    }
  }

  /** The text up to the next quote, which is passed. */
  private string(): string {
    const from = this.at;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === QUOTE) break;
      // Escaped, or past the end.
      if (unit === BACKSLASH || Number.isNaN(unit)) throw new NotPlain();
      this.at += 1;
    }
    this.at += 1;
    return this.text.slice(from, this.at - 1);
  }

  /** The same of a name: one that was met before is not made anew. */
  private name(): string {
    const from = this.at;
    let hash = 0;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH || Number.isNaN(unit)) throw new NotPlain();
      hash = (Math.imul(hash, 31) + unit) | 0;
      this.at += 1;
    }
    const length = this.at - from;
    this.at += 1;
    const place = hash & (NAMES_KEPT - 1);
    const known = this.names[place];
    if (known !== undefined && known.length === length && this.text.startsWith(known, from)) return known;
    const name = this.text.slice(from, from + length);
    if (name === '__proto__') throw new NotPlain();
    this.names[place] = name;
    return name;
  }

  private number(): number {
    const from = this.at;
    let number = 0;
    for (;;) {
      const digit = this.text.charCodeAt(this.at);
      this.at += 1;
      if (digit === QUOTE) return number;
      // Whole numbers of up to 15 digits are exact; there are hardly any others.
      if (!(digit >= ZERO && digit <= NINE) || this.at - from > 15) throw new NotPlain();
      number = number * 10 + digit - ZERO;
    }
  }

  private boolean(): boolean {
    const value = this.text.startsWith('true', this.at);
    if (!value && !this.text.startsWith('false', this.at)) throw new NotPlain();
    this.at += value ? 'true'.length : 'false'.length;
    return value;
  }

  private passes(character: number): boolean {
    if (this.text.charCodeAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  private pass(character: number): void {
    if (!this.passes(character)) throw new NotPlain();
  }
}
