import 'reflect-metadata';
import { run } from '#lib/bootstrap';
import { startAllInOne } from './all-in-one.js';

await run({ app: 'all-in-one', start: startAllInOne });
