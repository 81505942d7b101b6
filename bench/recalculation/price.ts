import type { Counts } from '../frame/dynamo-db/counting-server.ts';

/** List prices of us-east-1 in dollars: on-demand DynamoDB since November 2024, Lambda on arm64. */
const READ_UNIT = 0.125 / 1e6;
const WRITE_UNIT = 0.625 / 1e6;
const GIGABYTE_SECOND = 0.0000133334;
const INVOCATION = 0.2 / 1e6;

/** The function has 1,024 MB, with which come 1,024/1,769 of a processor (Lambda developer guide, "Memory"). */
const GIGABYTES = 1;
const PROCESSORS = 1024 / 1769;

/** A customer waits for about eight answers one after the other, 5 ms each; a page of users is read while another is counted. */
const WAITING_SECONDS = 0.04;

/** What customers cost in dollars: the table's units of all of them, and the seconds of processor of each. */
export const priceOf = (customers: number, cpuSecondsEach: number, { readUnits, writeUnits }: Counts): number =>
  readUnits * READ_UNIT +
  writeUnits * WRITE_UNIT +
  customers * (INVOCATION + (cpuSecondsEach / PROCESSORS + WAITING_SECONDS) * GIGABYTES * GIGABYTE_SECOND);
