import { accounts } from './accounts';
import { meetings } from './meetings';
import { refusals } from './refusals';
import { shell } from './shell';

/** What the first page needs; each feature beyond brings its own part with its code. */
export const vi = { ...shell, ...refusals, ...accounts, ...meetings };
