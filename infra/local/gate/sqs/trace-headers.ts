import { isJsonObject, type JsonObject } from '../json-body.ts';

/** So many messages are remembered: those of one boot, which fauxqs does not keep the header of. */
const MOST_MESSAGES = 100_000;

/** The trace headers that messages were sent with, which SQS keeps and hands out as `AWSTraceHeader`. */
export interface TraceHeaders {
  /** Remembers the header for the messages that an answer to SendMessage or SendMessageBatch names. */
  readonly keep: (header: string, answer: JsonObject) => void;
  /** The answer to ReceiveMessage with the headers of its messages. */
  readonly addTo: (answer: JsonObject) => JsonObject;
  /** Whether any message has one. */
  readonly isEmpty: () => boolean;
}

export const createTraceHeaders = (): TraceHeaders => {
  const headers = new Map<string, string>();
  const idsIn = (answer: JsonObject): string[] => {
    const sent = Array.isArray(answer.Successful) ? answer.Successful : [answer];
    return sent.filter(isJsonObject).flatMap(({ MessageId }) => (typeof MessageId === 'string' ? [MessageId] : []));
  };
  return {
    keep: (header, answer) => {
      for (const id of idsIn(answer)) headers.set(id, header);
      for (const oldest of headers.keys()) {
        if (headers.size <= MOST_MESSAGES) break;
        headers.delete(oldest);
      }
    },
    addTo: (answer) => {
      if (!Array.isArray(answer.Messages)) return answer;
      const messages = answer.Messages.filter(isJsonObject).map((message) => {
        const header = headers.get(String(message.MessageId));
        if (header === undefined) return message;
        const attributes = isJsonObject(message.Attributes) ? message.Attributes : {};
        return { ...message, Attributes: { ...attributes, AWSTraceHeader: header } };
      });
      return { ...answer, Messages: messages };
    },
    isEmpty: () => headers.size === 0,
  };
};
