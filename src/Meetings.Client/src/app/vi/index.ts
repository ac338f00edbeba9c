import { accounts } from './accounts';
import { refusals } from './refusals';
import { shell } from './shell';

export const vi = { ...shell, ...refusals, ...accounts };
