import { accounts } from './accounts';
import { documents } from './documents';
import { help } from './help';
import { meetings } from './meetings';
import { minutes } from './minutes';
import { organisation } from './organisation';
import { refusals } from './refusals';
import { shell } from './shell';

export const vi = { ...shell, ...refusals, ...accounts, ...organisation, ...meetings, ...documents, ...minutes, ...help };
