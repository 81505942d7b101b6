/** What every Powertools log line says and the printed line says already, or nobody reads. */
const LEFT_OUT = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'xray_trace_id',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
]);

/**
 * One line of a function's output for people: a structured log line becomes level, message and fields, a metrics line
 * its metrics, any other stays as it is. Empty for an empty line.
 */
export const readableLine = (line: string): string => {
  const record = parseRecord(line);
  if (!record) return line.trimEnd();
  if ('_aws' in record) return metricsLine(record);
  if (typeof record.level !== 'string') return line;
  const fields = Object.entries(record).filter(([key]) => !LEFT_OUT.has(key));
  return [record.level, record.message, ...fields.map(([key, value]) => `${key}=${show(value)}`)].join(' ');
};

const parseRecord = (line: string): Record<string, unknown> | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    // A JSON text that starts with a brace is an object.
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

/** CloudWatch's embedded metric format: `_aws` describes the other members. */
const metricsLine = ({ _aws, ...values }: Record<string, unknown>): string =>
  `METRICS ${Object.entries(values)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => `${key}=${show(value)}`)
    .join(' ')}`;

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
