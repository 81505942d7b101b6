import { serveTables } from '../frame/dynamo-db/counting-server.ts';
import { servedCustomers } from './served-customers.ts';

/* A process that serves customers of `users` users each, as of a day. Tells its URL. */
const [users = '', asOf = ''] = process.argv.slice(2);
const url = await serveTables(servedCustomers(Number(users), Number(asOf)));
process.send?.({ url });
process.on('disconnect', () => process.exit(0));
