import { accounts } from './accounts';
import { documents } from './documents';
import { meetings } from './meetings';
import { refusals } from './refusals';
import { shell } from './shell';

export const vi = { ...shell, ...refusals, ...accounts, ...meetings, ...documents };
