import { accounts } from './accounts';
import { meetings } from './meetings';
import { refusals } from './refusals';
import { shell } from './shell';

/** Fetched only when somebody asks for English. */
export const en = { ...shell, ...refusals, ...accounts, ...meetings };
