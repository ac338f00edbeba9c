import { accounts } from './accounts';
import { refusals } from './refusals';
import { shell } from './shell';

export const en = { ...shell, ...refusals, ...accounts };
